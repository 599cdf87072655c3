"""Set the days, the hour and the sound of a team's digest, or switch it off.

The alerts themselves cannot be switched off. It takes a code like any other change: without a digest a silent bot goes
unnoticed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.operations.members.digest_schedule import zone_of
from bot.operations.model.button_data import typed
from bot.operations.model.operation import Actor, Operation, PartOutcome, Prepared, Question, Recorded, Request
from bot.rules.digest import USUAL_MINUTE, clock_face, next_digest
from bot.rules.digest_days import next_chosen, read_time, say_days, store_days
from bot.rules.sounds import sound_of
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Action, Message, MessageKind, Sound, Team, Ticket
from storage.work import Work


def _prepare(work: Work, actor: Actor, request: Request) -> Prepared | Refused | Question:
    if [word.lower() for word in request.words] == ["digest"]:
        return _ask(actor.the_team)
    wanted = _read(actor.the_team, [word.lower() for word in request.words])
    if isinstance(wanted, Refused):
        return wanted
    minute = wanted["minute"]
    if minute is None:
        return Prepared(payload=wanted, plan=Message("plan-digest-off"))
    args = {
        "hour": clock_face(int(str(minute))),
        "zone": zone_of(work, actor.the_team),
        "days": say_days(_days(wanted)),
        "sound": str(wanted["sound"]),
    }
    return Prepared(payload=wanted, plan=Message("plan-digest", args))


def _ask(team: Team) -> Question:
    """Ask for a sound, or for days that are often wanted."""
    words = ("on", "silent", "off", "daily", "weekdays")
    choices = [(Message("choice-digest", {"word": word}), typed(f"alerts digest {word}")) for word in words]
    days = None if team.digest_minute is None else team.digest_days
    return Question(Message("ask-digest", {"on": team.digest_minute is not None, "days": say_days(days)}), choices)


def _read(team: Team, words: Sequence[str]) -> Mapping[str, object] | Refused:
    """Return the digest as it would be: its minute, days and sound."""
    present = _present(team)
    usual = USUAL_MINUTE if team.digest_minute is None else team.digest_minute
    match words:
        case ["digest", "off"]:
            return {**present, "minute": None}
        case ["digest", ("on" | "silent") as sound]:
            return {**present, "minute": usual, "sound": sound}
        case [("at" | "digest"), *rest] if rest:
            time = read_time(rest)
            if isinstance(time, Refused):
                return time
            days = team.digest_days if time.days is None else store_days(time.days)
            return {**present, "minute": usual if time.minute is None else time.minute, "days": days}
    return Refused(Reason.ALERTS_WORDS)


def _present(team: Team) -> dict[str, object]:
    sound = sound_of(team.sounds, MessageKind.DIGEST)
    return {"minute": team.digest_minute, "days": team.digest_days, "sound": sound.value}


def _check(_: Work, actor: Actor, payload: Mapping[str, object]) -> Verdict:
    present = _present(actor.the_team)
    return Refused(Reason.DIGEST_UNCHANGED) if present == {**present, **payload} else Allowed()


def _record(work: Work, ticket: Ticket, _: Sequence[PartOutcome], now: datetime) -> Recorded:
    if ticket.team_id is None:
        raise TypeError("a digest belongs to a team")
    team, minute = work.teams.get(ticket.team_id), ticket.payload["minute"]
    if minute is None:
        work.teams.save(replace(team, digest_minute=None, next_digest_at=None))
        return Recorded(Message("result-digest-off"))
    days, zone = _days(ticket.payload), zone_of(work, team)
    sound = str(ticket.payload.get("sound", Sound.ON))
    work.teams.save(
        replace(
            team,
            digest_minute=int(str(minute)),
            digest_days=days,
            next_digest_at=next_digest(int(str(minute)), zone, now),
            digested_on=None,
            sounds={**team.sounds, MessageKind.DIGEST.value: sound},
        )
    )
    next_at = next_chosen(int(str(minute)), days, zone, now)
    return Recorded(Message("result-digest", {"next": next_at, "days": say_days(days)}))


def _days(payload: Mapping[str, object]) -> str | None:
    days = payload.get("days")
    return None if days is None else str(days)


SET_DIGEST = Operation(action=Action.ALERTS_DIGEST, prepare=_prepare, check=_check, record=_record)
