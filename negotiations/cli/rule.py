"""The command ``rule``, which explains the problems that a check reports."""

from __future__ import annotations

import click

from negotiations.cli.common import (
    NOTHING,
    Output,
    Session,
    check_page,
    complete_rule,
    example,
    output_in,
)
from negotiations.errors import UnknownId
from negotiations.render.text import TextPage
from negotiations.report.rules import change, demonstrated, rule_data, rules_page
from negotiations.rules import RULES, Rule


@click.command(
    "rule",
    epilog=example(
        "negotiations rule term-kind",
        "negotiations rule --output-format markdown -o rules.md",
    ),
)
@click.argument("rule", required=False, shell_complete=complete_rule)
@click.option("--check", "checking", is_flag=True, help="Exit with 1 if the written page is stale.")
@output_in("text", "json", "markdown")
def rule_command(session: Session, output: Output, rule: str | None, *, checking: bool) -> int:
    """List the rules that a dataset is checked against, or show one of them.

    For one RULE: its requirement and the reason, an example that breaks it, the problem that a check
    reports for it, and the remedy. Markdown has all rules. --check uses the file docs/rules.md of the
    dataset of -d, of the current folder, or of the bundled dataset.
    """
    if rule is not None and rule not in RULES:
        raise UnknownId(rule, RULES, "rule")
    if rule is not None and (checking or output.format == "markdown"):
        raise click.UsageError("--check and markdown apply to all rules: leave out the RULE")
    if checking:
        maker = "negotiations rule --output-format markdown"
        return check_page(session, output, current=rules_page(), name="docs/rules.md", maker=maker)
    if output.format == "markdown":
        output.write(rules_page())
    elif output.is_json:
        chosen = [RULES[rule]] if rule is not None else list(RULES.values())
        data = [rule_data(rule) for rule in chosen]
        output.json(data if rule is None else data[0])
    else:
        page = TextPage(session.width, color=output.color)
        if rule is None:
            page.rows([(rule.id, rule.severity.value, rule.holds) for rule in RULES.values()])
        else:
            _show(page, RULES[rule])
        output.write(str(page))
    return NOTHING


def _show(page: TextPage, rule: Rule) -> None:
    problem = demonstrated(rule)
    page.line(f"{rule.id} ({rule.severity})", "bold")
    page.line(rule.holds)
    if rule.why:
        page.line()
        page.line(rule.why)
    page.line()
    page.rows(
        [
            ("broken where", change(rule.example)),
            ("reported as", str(problem).split("\n")[0]),
            *(
                (name, text)
                for name, text in (
                    ("record", f"{problem.record} {problem.pointer}".strip()),
                    ("found", problem.found),
                    ("expected", problem.expected),
                    ("remedy", problem.remedy),
                )
                if text
            ),
            *([("in general", rule.remedy)] if rule.remedy != problem.remedy else []),
            ("ignored", _ignored(rule)),
        ],
        styles=("dim",),
    )
    if rule.wants_texts:
        page.line()
        page.line("It is checked only with the texts of the articles (--texts DIR).")


def _ignored(rule: Rule) -> str:
    if rule.may_be_ignored:
        return "a dataset may, by `ignored` in data/dataset.json, with the reason"
    return "a dataset may not"
