"""Strict JSON with places, its schemas, the codec, and the layout of files."""
