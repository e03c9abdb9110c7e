"""What every run needs before a test is collected: the profile, and the whole package in memory.

Hypothesis takes some of its examples from the constants in the modules that are loaded. All are
loaded here, so that a law meets the same examples alone as in a run of all tests.
"""

from importlib import import_module
from pkgutil import walk_packages

import profiles  # noqa: F401 — loads the profile

import negotiations

for module in walk_packages(negotiations.__path__, "negotiations."):
    if not module.name.endswith("__main__"):
        import_module(module.name)
