"""Measurements of this library and its peers. They print results, and are never part of the tests."""
