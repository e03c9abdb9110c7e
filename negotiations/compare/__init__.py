"""Comparing records: aligning them, telling what differs, and carrying differences over."""
