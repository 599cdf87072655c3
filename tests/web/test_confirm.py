"""The two-step page: opening it changes nothing, a button on our own page decides."""

from dataclasses import replace

import pytest

from bot.operations.desk.confirm_page import PageState
from bot.web.confirm import origin_of
from tests.web.one_question import PUBLIC_URL, QUESTION, TOKEN, OneQuestion, in_state, open_app

PATH = f"/confirm/{TOKEN}"
OURS = {"Origin": PUBLIC_URL}


async def test_opening_the_link_shows_everything_and_decides_nothing() -> None:
    pages = OneQuestion()
    async with open_app(pages) as client:
        for _ in range(2):
            answer = await client.get(PATH)
            text = await answer.text()
            assert answer.status == 200
        for shown in (
            "Create key &lt;b&gt;trading&lt;/b&gt;",
            "may trade &amp; withdraw",
            "Olga (11)",
            "Desk",
            "3f2a 99c0",
        ):
            assert shown in text
        assert "22\u00a0Nov\u00a02026\u00a014:35\u00a0UTC" in text
        assert text.count("<button") == 2
        assert '<ul class="warnings">' in text
        assert "Back to Telegram" not in text
        assert "<script" not in text
        assert 'name="viewport"' in text
    assert pages.decisions == []


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "DELETE", "PATCH"])
async def test_no_other_method_decides(method: str) -> None:
    pages = OneQuestion()
    async with open_app(pages) as client:
        answer = await client.request(method, f"{PATH}?decision=confirm", data={"decision": "confirm"}, headers=OURS)
        assert answer.status == (200 if method == "HEAD" else 405)
    assert pages.decisions == []


@pytest.mark.parametrize(
    ("decision", "result", "word"),
    [("confirm", PageState.CONFIRMED, "Confirmed"), ("deny", PageState.DENIED, "Denied")],
)
async def test_a_button_decides_once(decision: str, result: PageState, word: str) -> None:
    pages = OneQuestion()
    async with open_app(pages) as client:
        for _ in range(2):
            answer = await client.post(PATH, data={"decision": decision}, headers=OURS)
            text = await answer.text()
            assert answer.status == 200
            assert f'<span role="status">{word}</span></h1>' in text, "the result is the headline"
            assert f'<a class="back" href="{QUESTION.back}">Back to Telegram</a>' in text
            assert "<button" not in text
    assert pages.decisions == [result]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://keys.example.org"},
        {"Origin": "https://keys.example.org:444"},
        {"Origin": "https://keys.example.org.evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "same-origin"},
        {"Referer": "https://keys.example.org/confirm/x"},
    ],
)
async def test_a_form_of_another_page_or_of_a_program_that_names_no_origin_is_refused(headers: dict[str, str]) -> None:
    pages = OneQuestion()
    async with open_app(pages) as client:
        answer = await client.post(PATH, data={"decision": "confirm"}, headers=headers)
        assert answer.status == 403
        assert "another page" in await answer.text()
    assert pages.decisions == []


@pytest.mark.parametrize("headers", [OURS, {"Origin": "https://keys.example.org:443"}])
async def test_a_form_of_our_page_is_accepted(headers: dict[str, str]) -> None:
    pages = OneQuestion()
    async with open_app(pages) as client:
        assert (await client.post(PATH, data={"decision": "confirm"}, headers=headers)).status == 200
    assert pages.decisions == [PageState.CONFIRMED]


@pytest.mark.parametrize("form", [{}, {"decision": "yes"}, {"decision": ""}, {"other": "confirm"}])
async def test_a_form_without_a_decision_decides_nothing(form: dict[str, str]) -> None:
    pages = OneQuestion()
    async with open_app(pages) as client:
        assert (await client.post(PATH, data=form, headers=OURS)).status == 400
        assert (await client.post(PATH, json={"decision": "confirm"}, headers=OURS)).status == 400
    assert pages.decisions == []


@pytest.mark.parametrize(
    "token", ["unknown-unknown-unknown", "x", "a" * 65, "abcdefghij%0AABCDEFGH-12", "%F0%9F%94%91" * 8]
)
async def test_an_unknown_link_says_that_it_is_used_or_timed_out(token: str) -> None:
    async with open_app() as client:
        for answer in (
            await client.get(f"/confirm/{token}"),
            await client.post(f"/confirm/{token}", data={"decision": "confirm"}, headers=OURS),
        ):
            assert answer.status == 404
            assert "This link was used or has timed out" in await answer.text()


@pytest.mark.parametrize(
    ("state", "status", "words"),
    [
        (PageState.CONFIRMED, 200, "Go back to Telegram. It shows the result"),
        (PageState.DENIED, 200, "Nothing was changed"),
        (PageState.TIMED_OUT, 410, "ask again in Telegram"),
        (PageState.ENDED, 200, "Nothing is left to decide"),
    ],
)
async def test_an_ended_request_shows_its_result_and_no_button(state: PageState, status: int, words: str) -> None:
    async with open_app(OneQuestion(in_state(QUESTION, state))) as client:
        answer = await client.get(PATH)
        text = await answer.text()
        assert answer.status == status
        assert words in text
        assert "<button" not in text


async def test_the_page_asks_to_compare_every_character_of_an_address() -> None:
    entry = {"Coin": "USDT", "Address": "0x52908400098527886E0F7030069857D2E4169EE7"}
    for entries, asked in (((), "Check the change."), ((entry,), "Compare every character with what you want.")):
        async with open_app(OneQuestion(replace(QUESTION, entries=entries))) as client:
            text = await (await client.get(PATH)).text()
            assert f"Nothing has changed yet. {asked} Then press Confirm or Deny." in text


async def test_a_note_replaces_the_words_of_the_page() -> None:
    view = replace(in_state(QUESTION, PageState.CONFIRMED), note="Now an approver has to agree.")
    async with open_app(OneQuestion(view)) as client:
        assert "Now an approver has to agree." in await (await client.get(PATH)).text()


async def test_the_page_is_neither_kept_nor_framed_nor_scripted() -> None:
    async with open_app() as client:
        headers = (await client.get(PATH)).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "script-src" not in policy
        assert "unsafe-inline" not in policy
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "Set-Cookie" not in headers


async def test_the_page_needs_only_what_the_server_serves() -> None:
    async with open_app() as client:
        text = await (await client.get(PATH)).text()
        for name, kind in (("page.css", "text/css"), ("icon.svg", "image/svg+xml")):
            assert f'href="../static/{name}"' in text
            answer = await client.get(f"/static/{name}")
            assert answer.status == 200
            assert answer.content_type == kind


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://Keys.example.org/some/path", "https://keys.example.org"),
        ("http://127.0.0.1:8700", "http://127.0.0.1:8700"),
        ("http://[::1]:80/x", "http://[::1]"),
        ("null", None),
        ("file:///etc/passwd", None),
        ("http://x:port", None),
    ],
)
def test_an_origin_is_read_as_browsers_write_it(url: str, origin: str | None) -> None:
    assert origin_of(url) == origin
