"""What a question's card remembers comes back as it was said."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.operations.model.remembered import Remembered, remembered_in


@pytest.mark.parametrize(
    ("subject", "remembered"),
    [
        ("reply:/newkey", Remembered("/newkey", takes_reply=True)),
        (f"again:in:{UUID(int=7).hex} /renew", Remembered("/renew", UUID(int=7))),
        ("again:", Remembered("")),
        ("again:/track a\nb", Remembered("/track a\nb")),
        ("offer:7 x", None),
        ("", None),
    ],
)
def test_subjects_of_questions_stay_the_same(subject: str, remembered: Remembered | None) -> None:
    assert remembered_in(subject) == remembered
    assert remembered is None or remembered.to_subject() == subject


@given(st.builds(Remembered, st.text().map("/{}".format), st.none() | st.uuids(), st.booleans()))
def test_what_was_said_comes_back(remembered: Remembered) -> None:
    assert remembered_in(remembered.to_subject()) == remembered
