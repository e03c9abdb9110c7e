"""Spreadsheets that people fill in: a template to begin with, and the way into a dataset.

A row with a quotation becomes a record with evidence. What cannot be read without a doubt is refused by
sheet and cell, all at once, and nothing is written then.
"""
