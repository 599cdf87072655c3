"""The alert rules and the dashboard, read as Prometheus and Grafana read them: each name in them is exported."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import promql_parser
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from bot.web.metric_families import write
from bot.web.metrics import Measures, TaskMeasure
from storage.records import KeyExpiry

DEPLOY = Path(__file__).parent.parent / "deploy"
MOMENT = datetime(2026, 11, 22, 9, tzinfo=UTC)
MEASURES = Measures(
    version="0.1.0",
    expiries=[KeyExpiry(uuid4(), MOMENT, "trading-eu", "main", "Desk")],
    is_cut=False,
    tasks=[TaskMeasure("remind expiring", timedelta(minutes=5), MOMENT, is_failing=False)],
    waiting=0,
    waiting_for=timedelta(),
    unreachable=0,
    is_down={"telegram": False},
    refused_codes={"code-wrong": 1},
    exchange_errors={("coinex", "unreachable"): 1},
)
OF_PROMETHEUS = {"up": {"job", "instance"}}
"""Metrics of Prometheus itself, with their labels."""
OF_SCRAPE = {"job", "instance"}
"""Labels that each scrape adds."""


def exported() -> dict[str, set[str]]:
    """Map each exported sample to its labels."""
    found = dict(OF_PROMETHEUS)
    text = write(MEASURES, lambda one: (str(one.key_id), one.team, one.account, one.remark)).decode()
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            found[sample.name] = {*sample.labels, *OF_SCRAPE}
    return found


def rules() -> list[dict[str, Any]]:
    groups = yaml.safe_load((DEPLOY / "prometheus_alerts.yaml").read_text(encoding="utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def panels() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((DEPLOY / "grafana_dashboard.json").read_text(encoding="utf-8"))["panels"]
    return found


def expressions() -> list[str]:
    return [rule["expr"] for rule in rules()] + [target["expr"] for one in panels() for target in one["targets"]]


def list_selectors(text: str) -> list[tuple[str, set[str]]]:
    """List the name of each metric in an expression, with the labels by which it is chosen."""
    found: list[tuple[str, set[str]]] = []

    def look(node: object) -> None:
        if isinstance(node, promql_parser.VectorSelector):
            found.append((str(node.name), {matcher.name for matcher in node.matchers.matchers}))

    promql_parser.walk(promql_parser.parse(text), look)
    return found


@pytest.mark.parametrize("text", expressions())
def test_an_expression_chooses_what_is_exported(text: str) -> None:
    known, chosen = exported(), list_selectors(text)
    assert chosen
    for name, labels in chosen:
        assert name in known
        assert labels <= known[name]
        for grouped in re.findall(r"by \(([^)]*)\)", text):
            assert {one.strip() for one in grouped.split(",")} <= known[name]


def test_the_walk_finds_every_metric_of_an_expression() -> None:
    text = 'sum by (a) (rate(one_total{b="c"}[5m])) / -max_over_time((two)[1h:5m]) > 3 * three or vector(0)'
    assert {name for name, _ in list_selectors(text)} == {"one_total", "two", "three"}


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule["alert"])
def test_an_alert_has_what_prometheus_asks_for(rule: dict[str, Any]) -> None:
    assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"}
    assert re.fullmatch(r"Keyminder[A-Za-z]+", rule["alert"])
    assert promql_parser.parse_duration(rule.get("for", "1m")) > timedelta()
    assert rule["labels"]["severity"] in {"critical", "warning", "info"}
    summary = rule["annotations"]["summary"]
    assert summary.endswith(".")
    [(name, _), *_] = list_selectors(rule["expr"])
    for inside in re.findall(r"{{ (.*?) }}", summary):
        label = re.fullmatch(r"\$labels\.(\w+)|\$value(?: \| humanizeDuration)?", inside)
        assert label, inside
        assert label[1] is None or label[1] in exported()[name]
    assert summary.count("{{") == len(re.findall(r"{{ .*? }}", summary))


def test_every_alert_and_panel_is_named_once() -> None:
    assert len({rule["alert"] for rule in rules()}) == len(rules())
    assert len({one["id"] for one in panels()}) == len({one["title"] for one in panels()}) == len(panels())


def test_panels_do_not_overlap() -> None:
    taken: set[tuple[int, int]] = set()
    for one in panels():
        place = one["gridPos"]
        cells = {(place["x"] + x, place["y"] + y) for x in range(place["w"]) for y in range(place["h"])}
        assert not cells & taken, one["title"]
        assert place["x"] + place["w"] <= 24
        taken |= cells


@pytest.mark.parametrize("one", panels(), ids=lambda one: str(one["title"]))
def test_a_legend_names_labels_that_are_there(one: dict[str, Any]) -> None:
    for target in one["targets"]:
        [(name, _), *_] = list_selectors(target["expr"])
        assert set(re.findall(r"{{(\w+)}}", target["legendFormat"])) <= exported()[name]


def test_the_guide_names_every_metric_and_no_other() -> None:
    told = set(re.findall(r"`(keyminder_\w+)`", (DEPLOY / "README.md").read_text(encoding="utf-8")))
    assert told == {name for name in exported() if name.startswith("keyminder_")}
