"""The measurement works: a short run, and its verdicts."""

import pytest

from tests.bench import answering
from tests.bench.figures import Figure


@pytest.mark.parametrize(("values", "verdict"), [((2, 2.5), "goal"), ((2, 2.4), "must"), ((9, 0.9), "MISSED")])
def test_the_worst_value_makes_the_verdict(values: tuple[float, ...], verdict: str) -> None:
    assert Figure("rate", values, must=(0.8, 1), goal=(2, 2.5)).verdict == verdict


def test_less_is_better_where_that_is_said() -> None:
    assert Figure("p99", (1.9,), must=(2,), goal=(0.7,), is_less_better=True).verdict == "must"


async def test_a_short_run_has_a_figure_for_each_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    bars = {"keys": {"rate": ((1,), (2,))}, "renewal": {"cpu": ((9,), (1,))}}
    for name, value in {"SECONDS": 0.0, "AT_ONCE": (2,), "TEAMS": 2, "PEOPLE": 4, "BARS": bars}.items():
        monkeypatch.setattr(answering, name, value)

    figures = await answering.measure_answering(1, {"keys", "renewal"})

    assert [figure.name for figure in figures if figure.verdict != "-"] == [
        "/keys, 10 keys ÷ echo",
        "renewal, digits to renewed processor time ÷ echo",
    ]
