"""The rules that a dataset is checked against, beyond what a schema can express.

Each rule is declared once, with its requirement, reason, remedy and severity, and an example that
breaks it. Most are one function each, which yields findings, reads no files and raises nothing; the
rules on files and shapes are checked while files are read, and are only described here.
"""

from negotiations.rules.checking import RULES, chosen, findings, judged, known_rules
from negotiations.rules.issues import ordered_fields
from negotiations.rules.rule import ABSENT, Example, Finding, Reach, Rule

__all__ = [
    "ABSENT",
    "RULES",
    "Example",
    "Finding",
    "Reach",
    "Rule",
    "chosen",
    "findings",
    "judged",
    "known_rules",
    "ordered_fields",
]
