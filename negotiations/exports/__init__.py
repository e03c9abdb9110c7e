"""Exports: a dataset, a record, a diff or an answer as tables in files that others read.

Nothing is imported here: the command line asks `formats` alone, and each format loads what it needs.
"""
