"""How Sphinx makes the site of the documentation from the pages in this folder."""

import sys
from pathlib import Path

from negotiations.about import AUTHORS, __version__

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "negotiations"
author = ", ".join(AUTHORS)
copyright = author  # noqa: A001 — the name that Sphinx asks for
release = __version__

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "command_help",
    "sphinx_copybutton",
    "notebook_files",
    "public_names",
    "readable",
    "schema_files",
]
exclude_patterns = ["_build", "_ext"]

html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_js_files = ["site.js"]
html_title = f"negotiations {release}"
html_show_sphinx = False
# Opened from the disk, a browser would refuse to fetch the pages that the summaries are taken from.
html_show_search_summary = False
# No request leaves the site: the theme has its fonts and scripts with it.
html_theme_options = {"navigation_with_keys": True}

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 4
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 120

# What stands in single backquotes in a docstring is a name of the library, and a link to it.
default_role = "py:obj"
autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
napoleon_use_ivar = True
python_use_unqualified_type_names = True

# What is copied of a session of Python is what was typed.
copybutton_prompt_text = r">>> |\.\.\. "
copybutton_prompt_is_regexp = True
