"""The explorer: a folder of static pages of a dataset, for `file://` or any web server.

Nothing is imported here: the command line loads what it needs.
"""
