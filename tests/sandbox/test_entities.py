import pytest

from bot.sandbox.telegram.entities import cut_utf16, find_marks, parse_html, trim, utf16_length
from bot.sandbox.telegram.models import Json
from bot.sandbox.telegram.refusals import ApiRefusal


def show(text: str, entities: list[Json]) -> list[tuple[object, str]]:
    return [(entity["type"], cut_utf16(text, entity)) for entity in entities]


@pytest.mark.parametrize(
    ("source", "text", "marks"),
    [
        ("plain", "plain", []),
        ("<b>bold</b> and <strong>bold</strong>", "bold and bold", [("bold", "bold"), ("bold", "bold")]),
        ("<i>a</i><em>b</em>", "ab", [("italic", "a"), ("italic", "b")]),
        ("<u>a</u><ins>b</ins>", "ab", [("underline", "a"), ("underline", "b")]),
        ("<s>a</s><strike>b</strike><del>c</del>", "abc", [("strikethrough", x) for x in "abc"]),
        ("<b>one <i>two</i></b>", "one two", [("bold", "one two"), ("italic", "two")]),
        ("<code>a &lt;b&gt; &amp; &quot;c&quot;</code>", 'a <b> & "c"', [("code", 'a <b> & "c"')]),
        ("&#128273; &#x1F511; &copy;", "🔑 🔑 &copy;", []),
        ("🔑<b>🔒x</b>", "🔑🔒x", [("bold", "🔒x")]),
        ('<tg-spoiler>a</tg-spoiler><span class="tg-spoiler">b</span>', "ab", [("spoiler", "a"), ("spoiler", "b")]),
        ("<blockquote>a</blockquote>", "a", [("blockquote", "a")]),
        ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", "a")]),
        ("<pre>a</pre>", "a", [("pre", "a")]),
        ("<pre><b>a</b></pre>", "a", [("pre", "a")]),
        ("<B>a</B>", "a", [("bold", "a")]),
        ("<b></b>x", "x", []),
        ('<a href="nowhere">a</a>', "a", []),
        ('<a href="tg://user?id=5">a</a>', "a", [("text_mention", "a")]),
        ('<tg-time unix="1800000000" format="wd">soon</tg-time>', "soon", [("date_time", "soon")]),
    ],
)
def test_html_becomes_text_and_entities(source: str, text: str, marks: list[tuple[object, str]]) -> None:
    read, entities = parse_html(source)
    assert (read, show(read, entities)) == (text, marks)


def test_a_link_keeps_its_address_with_references_opened() -> None:
    assert parse_html('<a href="https://t.me/bot?start=a&amp;b">go</a>')[1] == [
        {"type": "text_link", "url": "https://t.me/bot?start=a&b", "offset": 0, "length": 2}
    ]


def test_a_code_block_within_pre_names_its_language() -> None:
    assert parse_html('<pre><code class="language-python">x</code></pre>')[1] == [
        {"type": "pre", "language": "python", "offset": 0, "length": 1}
    ]


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("<x>a</x>", 'Unsupported start tag "x" at byte offset 0'),
        ("é <br>", 'Unsupported start tag "br" at byte offset 3'),
        ("a < b", "Unclosed start tag at byte offset 2"),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<b><i>a</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ('<tg-time unix="1800000000" format="td">a</tg-time>', "Invalid date format used"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_bad_html_is_refused_with_the_place(source: str, why: str) -> None:
    with pytest.raises(ApiRefusal) as refused:
        parse_html(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {why}"


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("/renew trading-eu", [("bot_command", "/renew")]),
        ("/renew@keyminder_bot x", [("bot_command", "/renew@keyminder_bot")]),
        ("🔑 /keys", [("bot_command", "/keys")]),
        ("a/b and/or //x", []),
        ("ask @olga_op or o@example.org", [("mention", "@olga_op"), ("email", "o@example.org")]),
        ("see https://example.org/a?b=/c.", [("url", "https://example.org/a?b=/c")]),
        ("#desk", [("hashtag", "#desk")]),
    ],
)
def test_plain_text_is_marked_by_telegram_itself(text: str, marks: list[tuple[object, str]]) -> None:
    assert show(text, find_marks(text)) == marks


def test_nothing_is_marked_within_code() -> None:
    text, entities = parse_html("<code>/keys</code> /keys")
    assert show(text, find_marks(text, entities)) == [("code", "/keys"), ("bot_command", "/keys")]


def test_trimming_moves_the_entities() -> None:
    text, entities = trim(*parse_html("\n <b> 🔑a </b> "))
    assert (text, show(text, entities)) == ("🔑a", [("bold", "🔑a")])


def test_length_counts_utf16_units() -> None:
    assert utf16_length("a🔑é") == 4
