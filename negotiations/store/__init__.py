"""Folders of records: reading, writing, and the rules that hold between records."""
