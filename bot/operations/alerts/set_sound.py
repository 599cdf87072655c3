"""Set how loud a kind of message to the team is: on, silent or off.

It takes a code: what makes no sound is read later. The last day of a key stays loud.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.operations.model.button_data import typed
from bot.operations.model.operation import Actor, Operation, PartOutcome, Prepared, Question, Recorded, Request
from bot.rules.sounds import may_sound, read_kind, sound_of
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Action, Message, MessageKind, Sound, Ticket
from storage.work import Work


def _prepare(_: Work, actor: Actor, request: Request) -> Prepared | Refused | Question:
    read = read_kind(request.words)
    if read is None:
        return Refused(Reason.ALERTS_WORDS)
    kind, sound = read
    if sound is None:
        return _ask(actor, kind)
    refused = may_sound(kind, sound)
    if refused is not None:
        return refused
    args = {"kind": kind.value, "sound": sound.value}
    return Prepared(payload=args, plan=Message("plan-sound", args))


def _ask(actor: Actor, kind: MessageKind) -> Question:
    present = sound_of(actor.the_team.sounds, kind)
    choices = [
        (Message("choice-sound", {"sound": sound.value}), typed(f"alerts {kind.value} {sound.value}"))
        for sound in Sound
        if may_sound(kind, sound) is None
    ]
    return Question(Message("ask-sound", {"kind": kind.value, "sound": present.value}), choices)


def _check(_: Work, actor: Actor, payload: Mapping[str, object]) -> Verdict:
    is_same = sound_of(actor.the_team.sounds, MessageKind(str(payload["kind"]))) == payload["sound"]
    return Refused(Reason.SOUND_UNCHANGED) if is_same else Allowed()


def _record(work: Work, ticket: Ticket, _: Sequence[PartOutcome], now: datetime) -> Recorded:
    if ticket.team_id is None:
        raise TypeError("sounds belong to a team")
    team = work.teams.get(ticket.team_id)
    kind, sound = str(ticket.payload["kind"]), str(ticket.payload["sound"])
    work.teams.save(replace(team, sounds={**team.sounds, kind: sound}))
    work.alerts.mark_team_due(team.id)
    return Recorded(Message("result-sound", {"kind": kind, "sound": sound}))


SET_SOUND = Operation(action=Action.ALERTS_SOUND, prepare=_prepare, check=_check, record=_record)
