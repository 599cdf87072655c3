"""Set when keys are warned about, for the team or for one key.

It takes a code: fewer steps are fewer warnings. A step on the last day and the expiry itself always stay.
"""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.operations.lookup.keys import display_name, key_payload, named_key, payload_keys
from bot.operations.model.operation import Actor, Operation, PartOutcome, Prepared, Question, Recorded, Request
from bot.rules.alert_steps import USUAL_STEPS, read_steps
from bot.rules.sounds import CHOSEN
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Action, Key, Message, Ticket
from storage.work import Work

_WORD, _USUAL = "steps", "default"
_WORDS = (_WORD, "digest", "quiet", "zone", *CHOSEN)
"""What `/alerts` can begin with, besides the name of a key."""
_SHOWN = 40
"""Characters of a mistyped word that are said back."""


def _prepare(work: Work, actor: Actor, request: Request) -> Prepared | Refused | Question:
    first, *rest = request.words
    if first.lower() == _WORD:
        return _plan(work, [], rest)
    key = named_key(work, actor, request.words, "alerts")
    if isinstance(key, Refused) and (near := difflib.get_close_matches(first.lower(), _WORDS, n=1)):
        return Refused(Reason.ALERTS_WORD_NEAR, {"word": first[:_SHOWN], "near": near[0]})
    if not isinstance(key, Key):
        return key
    return _plan(work, [key], rest[1:] if rest[:1] == [_WORD] else rest)


def _plan(work: Work, keys: Sequence[Key], words: Sequence[str]) -> Prepared | Refused:
    if not words:
        return Refused(Reason.ALERTS_WORDS)
    steps = None if [word.lower() for word in words] == [_USUAL] else read_steps(words)
    if isinstance(steps, Refused):
        return steps
    name = display_name(work, keys[0]) if keys else None
    plan = Message("plan-steps", {"key": name, "steps": steps or (None if keys else USUAL_STEPS)})
    return Prepared({**key_payload(keys), "steps": steps}, plan, subjects=[key.id for key in keys])


def _check(work: Work, actor: Actor, payload: Mapping[str, object]) -> Verdict:
    keys = payload_keys(work, payload)
    if isinstance(keys, Refused):
        return keys
    present = keys[0].alert_steps if keys else actor.the_team.alert_steps
    return Refused(Reason.STEPS_UNCHANGED) if present == payload["steps"] else Allowed()


def _record(work: Work, ticket: Ticket, _: Sequence[PartOutcome], now: datetime) -> Recorded:
    keys, steps = payload_keys(work, ticket.payload), ticket.payload["steps"]
    if isinstance(keys, Refused):
        return Recorded(keys.as_saying(), has_failed=True)
    if ticket.team_id is None:
        raise TypeError("steps belong to a team")
    text = None if steps is None else str(steps)
    for key in keys:
        work.keys.save(replace(key, alert_steps=text))
    if not keys:
        work.teams.save(replace(work.teams.get(ticket.team_id), alert_steps=text))
        work.alerts.mark_team_due(ticket.team_id)
    return Recorded(Message("result-steps", {"key": keys[0].remark if keys else None}))


SET_STEPS = Operation(action=Action.ALERTS_STEPS, prepare=_prepare, check=_check, record=_record)
