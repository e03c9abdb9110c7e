"""Strict JSON with places, its schemas, the codec, and which file holds what."""
