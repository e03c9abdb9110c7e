"""How many examples each law gets: the profiles of Hypothesis, chosen by HYPOTHESIS_PROFILE.

``default`` draws the same examples each time, so that a run says the same of the same code.
``explore`` draws sixteen times as many at random, and first replays what failed before: it remembers
failures in ``.hypothesis``. ``few`` draws five, for a quick look while writing.

No profile measures time: none has a deadline, nor a health check that fails on a busy machine.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings
from hypothesis.database import DirectoryBasedExampleDatabase

__all__ = ["scaled", "step"]

# The number that `scaled` and `step` are counted from, and how many examples a law gets by default.
_USUAL = 20
_DEFAULT = 5

_default = settings(
    max_examples=_DEFAULT,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("default", _default)
settings.register_profile(
    "explore",
    _default,
    max_examples=_DEFAULT * 16,
    derandomize=False,
    database=DirectoryBasedExampleDatabase(".hypothesis/examples"),
)
settings.register_profile(
    "few", _default, max_examples=_USUAL // 4, phases=[Phase.explicit, Phase.generate]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


def scaled(number: int) -> int:
    """As many as the profile in use wants of what is 20 usually, where ``number`` are wanted then."""
    return max(1, number * settings().max_examples // _USUAL)


def step(usual: int = 1) -> int:
    """The step through a table of cases of which every ``usual``-th is taken by the default profile."""
    return max(1, usual * _USUAL // settings().max_examples)
