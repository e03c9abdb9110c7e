"""All rules that a dataset is held against, beyond and around what a schema can say.

A rule is entered once, with what it holds, why, what to do when it is broken, how much that matters,
and an example that breaks it. Most are one function each, which yields findings, reads no files and
raises nothing; those of files and shapes are found on reading, and are described here.
"""

from negotiations.rules.checking import RULES, chosen, findings, judged, known_rules
from negotiations.rules.issues import ordered_fields
from negotiations.rules.rule import ABSENT, Example, Finding, Rule

__all__ = [
    "ABSENT",
    "RULES",
    "Example",
    "Finding",
    "Rule",
    "chosen",
    "findings",
    "judged",
    "known_rules",
    "ordered_fields",
]
