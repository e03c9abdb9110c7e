"""What pytest leaves alone in this folder: it needs Sphinx, which the tests do not install."""

collect_ignore = ["conf.py", "_ext"]
