"""A directive that documents the public names of a module of the library, as its `__init__` lists them.

So the reference has every public name, and there is no second list of them: a name that no page
documents is a warning, which fails the build.
"""

from __future__ import annotations

import inspect

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

import negotiations as ng

log = logging.getLogger(__name__)


def module_of(name: str) -> str:
    """The module that has a public name, within the library."""
    value = getattr(ng, name)
    module = value.__name__ if inspect.ismodule(value) else value.__module__
    return module.removeprefix("negotiations.")


def names_within(module: str) -> list[str]:
    """The public names that a module or the modules of a room have, sorted."""
    within = (name for name in ng.__all__ if f"{module_of(name)}.".startswith(f"{module}."))
    return sorted(within)


class PublicNames(SphinxDirective):
    """Documents the public names of the modules and rooms that are its arguments."""

    required_arguments = 1
    optional_arguments = 20

    def run(self) -> list[nodes.Node]:
        """The documentation of each name, in the order of the alphabet."""
        names = sorted({name for module in self.arguments for name in names_within(module)})
        if not names:
            log.warning(
                "no public names in %s", " ".join(self.arguments), location=self.get_location()
            )
        documented = self.env.domaindata.setdefault("public-names", {"version": 0, "names": {}})
        documented["names"] |= dict.fromkeys(names, self.env.docname)
        return [node for name in names for node in self.parse_text_to_nodes(directive(name))]


def directive(name: str) -> str:
    """The text that documents one name."""
    value = getattr(ng, name)
    if inspect.isclass(value):
        kind, options = "autoclass", "\n   :members:"
    elif inspect.ismodule(value):
        kind, options = "automodule", "\n   :members:"
    elif callable(value):
        kind, options = "autofunction", ""
    else:
        kind, options = "autodata", ""
    return f"```{{eval-rst}}\n.. {kind}:: negotiations.{name}{options}\n```\n"


def check(_app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of public names that no page documents."""
    documented = env.domaindata.get("public-names", {"names": {}})["names"]
    missing = sorted({name for name in ng.__all__ if not name.startswith("__")} - set(documented))
    if missing:
        log.warning("public names that no page documents: %s", ", ".join(missing))


def setup(app: Sphinx) -> dict[str, bool]:
    """Registers the directive."""
    app.add_directive("public-names", PublicNames)
    app.connect("env-check-consistency", check)
    return {"parallel_read_safe": False}
