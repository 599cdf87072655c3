"""Choose the forum topic of kinds of messages, typed inside it.

It takes a code: elsewhere, warnings reach other readers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.operations.model.button_data import typed
from bot.operations.model.operation import Actor, Operation, PartOutcome, Prepared, Question, Recorded, Request
from bot.rules.topics import read_kinds, with_topic
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Action, Message, MessageKind, Team, Ticket
from storage.work import Work


def _prepare(_: Work, actor: Actor, request: Request) -> Prepared | Refused | Question:
    if not request.words:
        choices = [
            (Message("choice-topic", {"kind": kind}), typed(f"settings topic {kind}"))
            for kind in (*(one.value for one in MessageKind), "all")
        ]
        return Question(Message("ask-topic"), choices)
    read = read_kinds(request.words)
    if isinstance(read, Refused):
        return read
    kinds, is_off = read
    topic_id = None if is_off else request.place.topic_id
    if not is_off and topic_id is None:
        return Refused(Reason.TOPIC_OUTSIDE)
    topic_id = None if topic_id == actor.the_team.topic_id else topic_id
    args = {"kinds": list(kinds), "topic": topic_id}
    return Prepared(payload=args, plan=Message("plan-topic", {"kinds": list(kinds), "here": topic_id is not None}))


def _check(_: Work, actor: Actor, payload: Mapping[str, object]) -> Verdict:
    is_same = _wanted(actor.the_team, payload) == actor.the_team.topics
    return Refused(Reason.TOPIC_UNCHANGED) if is_same else Allowed()


def _wanted(team: Team, payload: Mapping[str, object]) -> dict[str, int]:
    kinds, topic_id = payload["kinds"], payload["topic"]
    if not isinstance(kinds, Sequence):
        raise TypeError("kinds are a list")
    return with_topic(team, [str(kind) for kind in kinds], None if topic_id is None else int(str(topic_id)))


def _record(work: Work, ticket: Ticket, _: Sequence[PartOutcome], now: datetime) -> Recorded:
    if ticket.team_id is None:
        raise TypeError("topics belong to a team")
    team = work.teams.get(ticket.team_id)
    work.teams.save(replace(team, topics=_wanted(team, ticket.payload)))
    return Recorded(Message("result-topic", {**ticket.plan.args}))


SET_TOPIC = Operation(action=Action.ALERTS_TOPIC, prepare=_prepare, check=_check, record=_record)
