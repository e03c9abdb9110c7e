"""Each question of the held-out tables gets the answer that was written down before it was asked."""

from __future__ import annotations

import pytest
from held_out_answers import CASES, Case
from held_out_questions import QUESTIONS


def _marks(case: Case) -> tuple[pytest.MarkDecorator, ...]:
    if case.doubtful:
        return (pytest.mark.xfail(strict=False, reason=case.doubtful),)
    return ()


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=case.name, marks=_marks(case)) for case in (*CASES, *QUESTIONS)]
)
def test_a_question_gets_the_answer_that_was_written_down(case: Case) -> None:
    """The answer is the one that follows from the documents."""
    assert case.question() == case.answer, case.why


def test_the_table_is_what_it_claims_to_be() -> None:
    """Names are unique, every case has its reason."""
    cases = (*CASES, *QUESTIONS)
    names = [case.name for case in cases]
    assert len(set(names)) == len(names) >= 180
    assert all(case.why.endswith(".") for case in cases)
