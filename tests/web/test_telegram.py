"""The webhook: a 2xx is a promise."""

import io

import pytest

from bot.web.telegram import SECRET_HEADER
from tests.web.one_question import SECRET, Inbox, open_app

OURS = {SECRET_HEADER: SECRET}


async def test_an_update_is_taken_before_it_is_acknowledged() -> None:
    inbox = Inbox()
    async with open_app(inbox=inbox) as client:
        answer = await client.post("/telegram", json={"update_id": 7, "message": {}}, headers=OURS)
        assert answer.status == 200
        assert await answer.read() == b""
    assert inbox.taken == [{"update_id": 7, "message": {}}]


async def test_an_update_that_could_not_be_taken_is_asked_for_again() -> None:
    inbox = Inbox(is_down=True)
    async with open_app(inbox=inbox) as client:
        assert (await client.post("/telegram", json={"update_id": 7}, headers=OURS)).status == 503
        inbox.is_down = False
        assert (await client.post("/telegram", json={"update_id": 7}, headers=OURS)).status == 200
    assert inbox.taken == [{"update_id": 7}]


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", "gehe\u00efm"])
async def test_without_the_secret_nothing_is_taken(secret: str | None) -> None:
    inbox = Inbox()
    async with open_app(inbox=inbox) as client:
        headers = {} if secret is None else {SECRET_HEADER: secret}
        assert (await client.post("/telegram", json={"update_id": 7}, headers=headers)).status == 403
    assert inbox.taken == []


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'{"message": {}}', b'{"update_id": "7"}', b'{"update_id": true}', b"\xff", b"[" * 100_000],
)
async def test_a_body_that_is_not_an_update_is_refused(body: bytes) -> None:
    inbox = Inbox()
    async with open_app(inbox=inbox) as client:
        assert (await client.post("/telegram", data=body, headers=OURS)).status == 400
    assert inbox.taken == []


async def test_a_body_beyond_all_measure_is_refused() -> None:
    inbox = Inbox()
    async with open_app(inbox=inbox) as client:
        assert (await client.post("/telegram", data=io.BytesIO(b" " * 1_100_000), headers=OURS)).status == 413
