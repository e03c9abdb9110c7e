"""The package compiled once, for the hundreds of programs that the tests start.

Where the environment has Python write no byte code (PYTHONDONTWRITEBYTECODE, as in many containers)
each of them would compile the whole package, which takes longer than what it is started for. Python
reads what stands there even so. ``pip`` compiles what it installs, too, but for editable installs.
"""

from compileall import compile_dir
from pathlib import Path

# What cannot be written is left out, and compiled by each as before.
compile_dir(Path(__file__).parent.parent / "negotiations", quiet=2)
