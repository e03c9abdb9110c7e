"""Corpora: millions of records, one after the other, in memory that does not grow with them."""
