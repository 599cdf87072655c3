"""What a question's card remembers comes back as it was said."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.operations.model.remembered import Remembered, remembered_in
from storage.records import Card


@pytest.mark.parametrize(
    ("subject", "remembered"),
    [
        ("reply:/newkey", Remembered("/newkey", takes_reply=True)),
        (f"again:in:{UUID(int=7).hex} /renew", Remembered("/renew", UUID(int=7))),
        ("again:", Remembered("")),
        ("reply:wrong:2 /newkey", Remembered("/newkey", takes_reply=True, wrong=2)),
        ("answered:/newkey", Remembered("/newkey", takes_reply=True, is_answered=True)),
        ("again:/track a\nb", Remembered("/track a\nb")),
        ("offer:7 x", None),
        ("", None),
    ],
)
def test_subjects_of_questions_stay_the_same(subject: str, remembered: Remembered | None) -> None:
    card = Card(id=UUID(int=1), chat_id=1, subject=subject)
    assert remembered_in(card) == (replace(remembered, card_id=card.id) if remembered is not None else None)
    assert remembered is None or remembered.to_subject() == subject


@given(
    st.builds(Remembered, st.text().map("/{}".format), st.none() | st.uuids(), st.booleans(), st.integers(0, 99))
    | st.builds(Remembered, st.just("/bind 3"), takes_reply=st.just(value=True), is_answered=st.booleans())
)
def test_what_was_said_comes_back(remembered: Remembered) -> None:
    card = Card(id=UUID(int=1), chat_id=1, subject=remembered.to_subject())
    assert remembered_in(card) == replace(remembered, card_id=card.id)
