"""The metrics: who sees names, and what a scrape costs nothing to those who have none."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client.parser import text_string_to_metric_families

from bot.web.metrics import Measures, MetricsDoor
from bot.web.server import make_app
from tests.test_monitoring import MEASURES, MOMENT
from tests.web.one_question import PUBLIC_URL, Client, Condition, OneQuestion

TOKEN = "a-token-of-more-than-16"
NAMES = ("trading-eu", "main", "Desk")


async def measure() -> Measures:
    return MEASURES


@asynccontextmanager
async def opened(token: str | None = TOKEN) -> AsyncIterator[Client]:
    door = MetricsDoor(measure, token)
    app = make_app(pages=OneQuestion(), what_is_down=Condition(), public_url=PUBLIC_URL, more={"/metrics": door.show})
    async with TestClient(TestServer(app)) as client:
        yield client


async def test_a_scrape_without_a_token_sees_ids_and_no_name() -> None:
    async with opened() as client:
        answer = await client.get("/metrics")
        text = await answer.text()
    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    assert answer.headers["Cache-Control"] == "no-store"
    [expiry] = [one for one in text_string_to_metric_families(text) if one.name.startswith("keyminder_key_expiry")]
    assert [(one.labels["key"], one.value) for one in expiry.samples] == [
        (str(MEASURES.expiries[0].key_id), MOMENT.timestamp())
    ]
    assert [name for name in NAMES if name in text] == []


async def test_a_scrape_with_the_token_sees_names() -> None:
    async with opened() as client:
        answer = await client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        text = await answer.text()
    assert answer.status == 200
    assert [name for name in NAMES if f'"{name}"' not in text] == []


@pytest.mark.parametrize(
    ("token", "given"),
    [
        (TOKEN, "Bearer another-token-of-16"),
        (TOKEN, f"Basic {TOKEN}"),
        (TOKEN, TOKEN),
        (TOKEN, ""),
        (None, "Bearer None"),
        (None, f"Bearer {TOKEN}"),
    ],
)
async def test_a_wrong_token_sees_nothing(token: str | None, given: str) -> None:
    async with opened(token) as client:
        answer = await client.get("/metrics", headers={"Authorization": given})
        assert answer.status == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert "keyminder_" not in await answer.text()
