"""The catalogue: whole sentences, escaped once, never a gap."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from babel import Locale
from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.types import FluentInt

import bot.chat.sentences as sentences_package
from bot.chat.sentences import OWN_SENTENCES, SentenceError, Sentences, strip_markup
from bot.chat.sentences.compiler import find_plural
from bot.chat.sentences.pages import count_units, split_pages
from bot.rules.ip_binding import special_purpose
from bot.rules.ip_text import normal_ip
from bot.rules.key_mark import KeyMark
from storage.records import Arg, Message, Role

NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
FOLDER = Path(sentences_package.__file__).parent

FTL = """
hello = Hello <b>{ $name }</b>.
count = { $n ->
    [one] { $n } key
   *[other] { $n } keys
}
choose = { $it ->
    [none] nothing
    [true] yes
    [false] no
    [owner] an owner
   *[other] { $it }
}
show = [{ $it }]
until = until { DATETIME($it) }
alone = { DISTANCE($it) }
"""


@pytest.fixture
def sentences(tmp_path: Path) -> Sentences:
    (tmp_path / "en.ftl").write_text(FTL + Path(sentences_package.__file__).with_name("en.ftl").read_text())
    return Sentences("en", tmp_path)


def html(sentences: Sentences, sentence: str, zone: str = "UTC", **args: Arg) -> str:
    return sentences.html(Message(sentence, args), zone=zone, now=NOW)


def test_text_is_escaped_and_plain_text_is_not(sentences: Sentences) -> None:
    said = Message("hello", {"name": '<i>"A" & B</i>'})
    assert sentences.html(said, zone="UTC", now=NOW) == "Hello <b>&lt;i&gt;&quot;A&quot; &amp; B&lt;/i&gt;</b>."
    assert sentences.plain(said, zone="UTC", now=NOW) == 'Hello <i>"A" & B</i>.'


def test_a_saying_inside_a_saying_is_not_escaped_again(sentences: Sentences) -> None:
    assert html(sentences, "show", it=Message("hello", {"name": "<"})) == "[Hello <b>&lt;</b>.]"


def test_lists_are_lines_or_words(sentences: Sentences) -> None:
    hellos = [Message("hello", {"name": "A"}), Message("hello", {"name": "B"})]
    assert html(sentences, "show", it=hellos) == "[Hello <b>A</b>.\nHello <b>B</b>.]"
    assert html(sentences, "show", it=["1.1.1.1", "<"]) == "[1.1.1.1, &lt;]"


@pytest.mark.parametrize(
    ("it", "chosen"),
    [(None, "nothing"), ([], "nothing"), (True, "yes"), (False, "no"), (Role.OWNER, "an owner"), ("else", "else")],
)
def test_yes_no_and_nothing_can_be_selected(sentences: Sentences, it: Arg, chosen: str) -> None:
    assert html(sentences, "choose", it=it) == chosen


def test_nothing_is_shown_as_nothing(sentences: Sentences) -> None:
    assert html(sentences, "show", it=None) == "[]"


@pytest.mark.parametrize(("n", "said"), [(1, "1 key"), (0, "0 keys"), (5000000001, "5000000001 keys")])
def test_numbers_follow_plural_rules_and_are_not_grouped(sentences: Sentences, n: int, said: str) -> None:
    assert html(sentences, "count", n=n) == said


@pytest.mark.parametrize(
    ("away", "said"),
    [
        (timedelta(days=90), "in 90 days"),
        (timedelta(days=90, seconds=-5), "in 90 days"),
        (timedelta(days=89, hours=12), "in 89 days"),
        (timedelta(days=1), "in 1 day"),
        (timedelta(hours=23, minutes=59), "in 23 h 59 min"),
        (timedelta(hours=5, minutes=10), "in 5 h 10 min"),
        (timedelta(hours=5), "in 5 h"),
        (timedelta(minutes=15), "in 15 min"),
        (timedelta(seconds=20), "now"),
        (-timedelta(minutes=15), "15 min ago"),
        (-timedelta(hours=5, minutes=10), "5 h 10 min ago"),
        (-timedelta(days=2), "2 days ago"),
    ],
)
def test_a_moment_says_how_far_away_it_is(sentences: Sentences, away: timedelta, said: str) -> None:
    moment = NOW + away
    year = "" if moment.year == NOW.year else f" {moment.year}"
    date = f"{moment.day} {moment:%b}{year} {moment:%H:%M} UTC".replace(" ", "\u00a0")
    date = f'<tg-time unix="{moment.timestamp():.0f}" format="dt">{date}</tg-time>'
    assert html(sentences, "show", it=moment) == f"[{said} · {date}]"
    assert html(sentences, "until", it=moment) == f"until {date} ({said})"
    alone = said.removeprefix("in ")
    assert html(sentences, "alone", it=moment) == f'<tg-time unix="{moment.timestamp():.0f}">{alone}</tg-time>'


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Europe/Berlin", "22 Nov 15:05 CET"),
        ("Asia/Dubai", "22 Nov 18:05 UTC+04"),
        ("No/Where", "22 Nov 14:05 UTC"),
    ],
)
def test_a_moment_is_in_the_readers_zone(sentences: Sentences, zone: str, said: str) -> None:
    shown = sentences.plain(Message("show", {"it": NOW}), zone=zone, now=NOW)
    assert shown == f"[now · {said}]".replace(said, said.replace(" ", "\u00a0"))


def test_the_year_is_said_where_the_reader_has_another(sentences: Sentences) -> None:
    now = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    soon = Message("show", {"it": now + timedelta(hours=1)})
    assert sentences.plain(soon, zone="UTC", now=now) == "[in 1 h · 1\u00a0Jan\u00a02027\u00a000:30\u00a0UTC]"
    assert sentences.plain(soon, zone="Asia/Tokyo", now=now) == "[in 1 h · 1\u00a0Jan\u00a009:30\u00a0JST]"


def test_a_long_text_is_not_a_problem(sentences: Sentences) -> None:
    assert html(sentences, "show", it="x" * 9000) == f"[{'x' * 9000}]"


@pytest.mark.parametrize("language", sorted({file.name.partition(".")[0] for file in FOLDER.glob("*.ftl")}))
def test_every_language_has_every_sentence_and_no_variable_that_english_lacks(language: str) -> None:
    english, other = Sentences(), Sentences(language)
    assert other.list_ids() == english.list_ids()
    assert [one for one in english.list_ids() if not other.list_variables(one) <= english.list_variables(one)] == []


def test_an_unknown_sentence_or_a_missing_word_is_an_error_never_a_gap(sentences: Sentences) -> None:
    with pytest.raises(SentenceError, match="no sentence 'nope'"):
        html(sentences, "nope")
    with pytest.raises(SentenceError, match="'hello' misses name"):
        html(sentences, "hello")


@pytest.mark.parametrize(
    ("catalogue", "why"),
    [
        ("broken\nhello = a", "cannot be read: 'broken"),
        ("hello = a\nbroken", "cannot be read: 'broken"),
        ("hello = { a", "cannot be read: 'hello = { a"),
        ("hello = a\nhello = b", "en.ftl has a second 'hello'"),
        ("hello = { -gone }", "There is no '-gone'"),
        ("hello = { gone }", "There is no 'gone'"),
        ("hello = { hello }", "'hello', or it refers to itself"),
        ("hello = { NUMBER(1) }", "not understood here: FunctionReference"),
        ("hello =\n    .title = a", "'hello' has no text"),
    ],
)
def test_a_flawed_catalogue_is_an_error(tmp_path: Path, catalogue: str, why: str) -> None:
    (tmp_path / "en.ftl").write_text(f"{catalogue}\n")
    with pytest.raises(SentenceError, match=why):
        Sentences("en", tmp_path).html(Message("hello"), zone="UTC", now=NOW)


def test_a_sentence_may_refer_to_others_that_come_later_or_in_another_file(tmp_path: Path) -> None:
    (tmp_path / "en.ftl").write_text("whole = { greeting }, { -name }\n# a comment\ngreeting = Hello\n    you\n")
    (tmp_path / "en.names.ftl").write_text("## Names\n\n-name = { short }\nshort = Key\n")
    assert html(Sentences("en", tmp_path), "whole") == "Hello\nyou, Key"


def test_every_sentence_reads_as_the_library_reads_it() -> None:
    folder = Path(sentences_package.__file__).parent
    text = "\n".join(path.read_text() for path in sorted(folder.glob("*.ftl")))
    functions = dict.fromkeys(("DATETIME", "DISTANCE"), lambda word: word)
    bundle = FluentBundle(["en"], use_isolating=False, functions=functions)
    bundle.add_resource(FluentResource(text))
    chances, sentences = Random(12), Sentences()  # noqa: S311 - the same choices every time
    # A text that is called like a plural is a number to the library.
    named = set(re.findall(r"\[([a-z-]+)\]", text)) - {"one", "other"}
    choices: list[Arg] = [*sorted(named), "else", 0, 1, 2, 21, 5000000001]
    for sentence in sorted(sentences.list_ids()):
        for _ in range(20):
            args = {name: chances.choice(choices) for name in sorted(sentences.list_variables(sentence))}
            words = {name: FluentInt(one, useGrouping=False) if type(one) is int else one for name, one in args.items()}
            pattern = bundle.get_message(sentence).value
            assert pattern is not None
            assert (sentences.html(Message(sentence, args), zone="UTC", now=NOW), []) == bundle.format_pattern(
                pattern, words
            ), (sentence, args)


def test_the_catalogue_can_be_listed() -> None:
    sentences = Sentences()
    assert sentences.list_ids() >= OWN_SENTENCES
    assert sentences.list_variables("moment") == {"time", "away"}


def test_a_short_text_is_one_page() -> None:
    assert split_pages("") == [""]
    assert split_pages("a\nb") == ["a\nb"]


def test_pages_end_at_lines_and_lose_nothing() -> None:
    lines = [f"<b>key {number}</b> &lt;x&gt; \U0001f511" for number in range(600)]
    pages = split_pages("\n".join(lines))
    assert len(pages) > 1
    assert "\n".join(pages).split("\n") == lines
    for page in pages:
        assert count_units(page) <= 4096
        assert page.count("<b>") == page.count("</b>") <= 100


def test_a_quote_over_several_lines_stays_whole() -> None:
    block = "<blockquote>" + "\n".join(["x" * 100] * 5) + "</blockquote>"
    pages = split_pages("\n".join([block] * 20), limit=1024)
    assert all(page.count("<blockquote>") == page.count("</blockquote>") for page in pages)


def test_a_line_longer_than_a_page_is_cut_between_characters() -> None:
    line = "<b>" + "\U0001f511&amp;" * 900 + "</b>"
    pages = split_pages(line, limit=1000)
    assert all(count_units(page) <= 1000 for page in pages)
    assert "".join(strip_markup(page) for page in pages) == strip_markup(line)


def test_examples_in_the_sentences_hold_no_address_that_we_warn_about() -> None:
    folder = Path(sentences_package.__file__).parent
    words = " ".join(path.read_text() for path in folder.glob("*.ftl")).replace("<code>", " ").replace("</code>", " ")
    ips = [ip for word in words.split() if (ip := normal_ip(word.strip(".,;“”"))) is not None]
    assert ips
    assert [ip for ip in ips if special_purpose(ip) is not None] == []


MARKS = {
    "ended": "⛔️",
    "day": "🔴",
    "week": "🟠",
    "month": "🟡",
    "unknown": "❔",
    "activating": "🕐",
    "unseen": "⏸️",
    "fine": "🔑",
}
ALSO = {"⛔️": {"en.members.ftl"}, "🔑": {"en.keys.ftl", "en.accounts.ftl", "en.members.ftl"}}
"""Catalogues that may say a mark of something else: of a suspended member, and of a secret."""


@pytest.mark.parametrize("mark", KeyMark)
def test_the_mark_of_a_key_is_written_once(mark: KeyMark) -> None:
    sign = MARKS[mark]
    assert Sentences().plain(Message("key-mark", {"state": mark.value}), zone="UTC", now=NOW) == sign
    found = [path.name for path in FOLDER.glob("*.ftl") for _ in range(path.read_text().count(sign))]
    assert [name for name in found if name not in ALSO.get(sign, ())] == ["en.keys.ftl"] * (sign != MARKS["fine"])
    ours = [path for path in FOLDER.parents[1].rglob("*.py") if "sandbox" not in path.parts]
    assert [path.name for path in ours if sign in path.read_text()] == []


COINEX_CODES = (
    *(0, 3008, 3109, 3639, *range(4001, 4012), 4017, 4018, 4115, 4117, 4130, 4158, 4159, 4213, 4512),
    *(23, 24, 25, 34, 35, 36, 107, 213),
)
"""Source: docs.coinex.com/api/v2/error. For version 1: github coinexcom/coinex_exchange_api, wiki 013error_code."""


@pytest.mark.parametrize("code", COINEX_CODES)
def test_every_code_that_coinex_documents_is_explained(code: int) -> None:
    said = Sentences().plain(Message("doctor-code", {"code": code, "exchange": None}), zone="UTC", now=NOW)
    assert said.startswith(f"{code}: "), said


@pytest.mark.parametrize("number", [*range(-3, 25), 100, 101, 1_000_000, 5_000_000_001])
def test_english_plurals_are_those_of_the_public_table(number: int) -> None:
    assert find_plural("en")(number) == Locale("en").plural_form(number)


def test_people_read_one_kind_of_apostrophe() -> None:
    bot = FOLDER.parent.parent
    read = [*FOLDER.glob("*.ftl"), *(bot / "mail" / "templates").iterdir(), *(bot / "web" / "templates").iterdir()]
    straight = re.compile(r"[a-zA-Z}]'(?:[a-z]|\s|$)")
    lines = [line for one in read for line in one.read_text().splitlines() if not line.startswith("#")]
    assert [line for line in lines if straight.search(line)] == []
