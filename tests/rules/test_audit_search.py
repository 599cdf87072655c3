"""The words of `/audit`."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.rules.audit_search import KINDS, AuditSearch, AuditSubject, read_search
from bot.rules.verdict import Reason, Refused
from storage.records import Action, AuditFilter, Event, Person
from tests.rules.facts import NOW, key

OLGA = Person(1001, "Olga Petrova", username="olga_p")
MAX, OTHER_MAX = Person(1002, "Max"), Person(1005, "Max Other")
PEOPLE, KEYS = (OLGA, MAX, OTHER_MAX), (key(1, "hedge-btc"), key(7, "My Bot"), key(8, "renew"))


def read(*words: str) -> AuditSearch | Refused:
    return read_search(words, PEOPLE, KEYS, was_key=lambda name: name in {"gone-key", "…"})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", AuditSearch()),
        ("olga", AuditSearch(OLGA, "olga")),
        ("OLGA petrova", AuditSearch(OLGA, "OLGA petrova")),
        ("@olga_p", AuditSearch(OLGA, "@olga_p")),
        ("1002", AuditSearch(MAX, "1002")),
        ("hedge-btc", AuditSearch(key="hedge-btc", key_number=1)),
        ("my bot", AuditSearch(key="My Bot", key_number=7)),
        ("7", AuditSearch(key="My Bot", key_number=7)),
        ("gone-key", AuditSearch(key="gone-key")),
        ("renew", AuditSearch(kind="renew")),
        ("Whitelist", AuditSearch(kind="whitelist")),
        ("7d", AuditSearch(days=7)),
        ("30 days", AuditSearch(days=30)),
        ("7d olga my bot bind", AuditSearch(OLGA, "olga", "My Bot", 7, "bind", 7)),
    ],
)
def test_words_mean_a_person_a_key_a_kind_or_days_in_any_order(typed: str, meant: AuditSearch) -> None:
    assert read(*typed.split()) == meant


def test_the_words_of_a_search_say_it_again() -> None:
    search = read("7d", "bind", "my", "bot", "olga")
    assert isinstance(search, AuditSearch)
    assert search.words == ("olga", "My", "Bot", "bind", "7d")
    assert read(*search.words) == search


def test_buttons_carry_numbers_in_place_of_names() -> None:
    search = read("7d", "bind", "my", "bot", "olga")
    assert isinstance(search, AuditSearch)
    assert search.short_words(lambda _: False) == ("1001", "#7", "bind", "7d")
    assert read(*search.short_words(lambda _: False)) == replace(search, person_word="1001")


def test_buttons_carry_the_beginning_of_a_deleted_name() -> None:
    gone = read("gone-key", "7d")
    assert isinstance(gone, AuditSearch)
    assert gone.short_words(lambda _: True) == ("gone-key", "7d")
    assert gone.short_words(lambda words: len(words[0]) <= 5) == ("gone…", "7d")
    assert gone.short_words(lambda _: False) == ("g…", "7d"), "as short as it goes"
    wanted = replace(gone, key="gone…").as_filter(NOW)
    assert (wanted.key, wanted.is_beginning) == ("gone", True)
    assert replace(gone, key="Bot…", key_number=7).as_filter(NOW).key == "Bot…", "a name may end so"
    assert isinstance(read("…"), Refused)


@pytest.mark.parametrize(
    ("typed", "nearest"), [("olgaa", "Olga"), ("hegde-btc", "hedge-btc"), ("renw", "renew"), ("qqq", None)]
)
def test_a_mistyped_word_is_answered_with_the_nearest(typed: str, nearest: str | None) -> None:
    refused = read(typed, "7d")
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.AUDIT_WORD_UNKNOWN
    assert refused.args["word"] == typed
    assert (refused.args["nearest"] or (None,))[0] == nearest  # type: ignore[index]


@pytest.mark.parametrize("typed", ["olga 1002", "bind renew", "7d 8d", "hedge-btc my bot"])
def test_a_second_word_of_one_sort_is_refused(typed: str) -> None:
    refused = read(*typed.split())
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.AUDIT_WORDS_TOO_MANY


@pytest.mark.parametrize(
    ("word", "kinds"),
    [
        ("renew", {Action.KEY_RENEW}),
        ("newkey", {Action.KEY_CREATE}),
        ("key:bind", {Action.KEY_BIND}),
        ("approvals", {Action.POLICY_APPROVALS, Event.APPROVALS_BEGIN}),
        ("enrol", {Event.PERSON_ENROL}),
    ],
)
def test_a_kind_is_found_by_its_command_its_subject_or_its_code(word: str, kinds: set[Action | Event]) -> None:
    assert KINDS[word] == kinds


@pytest.mark.parametrize("subject", AuditSubject)
def test_every_subject_with_a_button_has_kinds(subject: AuditSubject) -> None:
    assert KINDS[subject]


def test_a_search_becomes_a_filter() -> None:
    search = AuditSearch(OLGA, "olga", "hedge-btc", 1, "renew", 7)
    wanted = AuditFilter(1001, frozenset({Action.KEY_RENEW}), "hedge-btc", NOW - timedelta(days=7))
    assert search.as_filter(NOW) == wanted
    assert AuditSearch().as_filter(NOW) == AuditFilter()
