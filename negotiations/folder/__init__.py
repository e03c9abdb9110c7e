"""Folders of records: reading, listing, writing, formatting, drafting and starting them."""
