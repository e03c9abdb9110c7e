"""How the tests run: profiles of Hypothesis, chosen by HYPOTHESIS_PROFILE.

``default`` for every run, ``thorough`` for a thousand examples of each law that does not say how many
it wants, ``few`` where only coverage is asked for.
"""

import os

from hypothesis import Phase, settings

settings.register_profile(
    "default", deadline=None, max_examples=40, derandomize=bool(os.environ.get("CI"))
)
settings.register_profile("thorough", deadline=None, max_examples=1000)
settings.register_profile(
    "few", deadline=None, max_examples=5, derandomize=True, phases=[Phase.explicit, Phase.generate]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
