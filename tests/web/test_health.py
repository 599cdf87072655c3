"""The health checks."""

from tests.web.one_question import Condition, open_app


async def test_healthz_answers_even_when_something_is_down() -> None:
    async with open_app(condition=Condition({"mail": "unreachable"})) as client:
        answer = await client.get("/healthz")
        assert answer.status == 200
        assert await answer.json() == {"status": "ok"}


async def test_readyz_names_what_is_down() -> None:
    condition = Condition()
    async with open_app(condition=condition) as client:
        answer = await client.get("/readyz")
        assert (answer.status, await answer.json()) == (200, {"ready": True, "down": {}})
        condition.down = {"telegram": "no answer since 14:05 UTC"}
        answer = await client.get("/readyz")
        assert answer.status == 503
        assert await answer.json() == {"ready": False, "down": {"telegram": "no answer since 14:05 UTC"}}


async def test_readyz_without_an_answer_is_not_ready() -> None:
    async with open_app(condition=Condition(is_unknown=True)) as client:
        answer = await client.get("/readyz")
        assert answer.status == 503
        assert "readiness" in (await answer.json())["down"]
