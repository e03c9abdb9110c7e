"""Folders of records: reading, listing, writing, formatting, drafting, editing and starting them."""
