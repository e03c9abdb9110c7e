"""How the property tests run: without a clock, and the same examples each time in CI."""

import os

from hypothesis import settings

settings.register_profile(
    "default", deadline=None, max_examples=40, derandomize=bool(os.environ.get("CI"))
)
settings.load_profile("default")
