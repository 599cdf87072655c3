"""Record existing keys without their secrets, to watch them. They are managed on the exchange's page."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from uuid import UUID, uuid4

from bot.operations.keys.stated_expiry import ask_which_date, zone_of_dates
from bot.operations.lookup.keys import expiry_text
from bot.operations.model.operation import Actor, Operation, PartOutcome, Prepared, Question, Recorded, Request
from bot.rules.access_id import check_access_id
from bot.rules.expiry_date import UNKNOWN, Expiry, take_expiry
from bot.rules.ip_binding import read_ips_to_bind
from bot.rules.ip_text import IpList
from bot.rules.key_sheet import TrackedKey, read_key_sheet, tracked_key
from bot.rules.key_terms import may_add_key
from bot.rules.remark import check_remark
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Account, AccountKind, Action, Key, Message, Ticket
from storage.work import Work

ACCOUNT_NAME = "tracked"


def _prepare(work: Work, actor: Actor, request: Request) -> Prepared | Refused | Question:
    if request.sheet is None and not request.words:
        return Question(Message("ask-track"), so_far="/track")
    zone = zone_of_dates(actor.person, request.place)
    if request.sheet is not None:
        keys = read_key_sheet(request.sheet.text, actor.now, zone)
    else:
        typed = read_typed(request.words, actor.now, zone)
        keys = typed if isinstance(typed, Refused) else [typed]
    if isinstance(keys, Refused):
        return ask_which_date(keys, request.words)
    lines = [
        Message(
            "plan-track-key",
            {
                "key": key.remark,
                "access_id": key.access_id,
                "ends": expiry_text(key, actor.now),
                "ips": list(key.ips),
            },
        )
        for key in keys
    ]
    plan = Message("plan-track", {"count": len(keys), "keys": lines})
    return Prepared(
        payload={"keys": [_as_json(key) for key in keys]},
        plan=request.sheet.note_on(plan, "plan-track-read-as") if request.sheet is not None else plan,
    )


def read_typed(words: Sequence[str], now: datetime, zone: tzinfo) -> TrackedKey | Refused:
    """Read `NAME ACCESS_ID [[expires] DATE | IP …]`. A time may follow the date."""
    if len(words) == 1 or words[1].lower() == "expires" or _is_date(take_expiry(words[1:2], now, zone)):
        return Refused(Reason.ACCESS_ID_MISSING, {"key": words[0]})
    remark, access_id, *rest = words
    end = UNKNOWN
    is_said = bool(rest) and rest[0].lower() == "expires"
    expiry = take_expiry(rest[1:] if is_said else rest, now, zone)
    if is_said or _is_date(expiry):
        if isinstance(expiry, Refused):
            return expiry
        end, rest = expiry.end, rest[is_said + expiry.words :]
    read = read_ips_to_bind(rest) if rest else IpList(())
    if isinstance(read, Refused):
        return read
    return tracked_key(remark, access_id, end, read.ips)


def _is_date(read: Expiry | Refused) -> bool:
    """Whether the words state an expiry, even one with an invalid date."""
    return isinstance(read, Expiry) or read.reason in {Reason.DATE_PAST, Reason.DATE_FAR, Reason.DATE_WHICH}


def _as_json(key: TrackedKey) -> dict[str, object]:
    return {
        "remark": key.remark,
        "access_id": key.access_id,
        "expires_at": key.expires_at.isoformat() if key.expires_at else None,
        "never_expires": key.never_expires,
        "ips": list(key.ips),
    }


def _tracked(payload: Mapping[str, object]) -> list[TrackedKey]:
    rows = payload["keys"]
    if not isinstance(rows, list):
        raise TypeError("keys is not a list")
    return [
        TrackedKey(
            remark=row["remark"],
            access_id=row["access_id"],
            expires_at=datetime.fromisoformat(row["expires_at"]) if row["expires_at"] else None,
            ips=tuple(row["ips"]),
            never_expires=bool(row.get("never_expires")),
        )
        for row in rows
    ]


def _check(work: Work, actor: Actor, payload: Mapping[str, object]) -> Verdict:
    account = work.accounts.find_named(actor.the_team.id, ACCOUNT_NAME)
    known = work.keys.list_of_account(account.id) if account else []
    everywhere = work.keys.list_of_team(actor.the_team.id)
    remarks = [key.remark for key in known]
    in_sheet: dict[str, TrackedKey] = {}
    for count, key in enumerate(_tracked(payload), start=len(known)):
        for verdict in (
            may_add_key(count, ACCOUNT_NAME),
            check_remark(key.remark, remarks),
            check_access_id(key.access_id, everywhere),
        ):
            if isinstance(verdict, Refused):
                return verdict
        twin = in_sheet.setdefault(key.access_id.casefold(), key)
        if twin is not key:
            return Refused(Reason.ACCESS_ID_TAKEN, {"access_id": key.access_id, "key": twin.remark})
        remarks.append(key.remark)
    return Allowed()


def _record(work: Work, ticket: Ticket, _: Sequence[PartOutcome], now: datetime) -> Recorded:
    if ticket.team_id is None:
        raise TypeError("keys are tracked in a team")
    account = _account(work, ticket.team_id, now)
    lines = []
    for tracked in _tracked(ticket.payload):
        key = Key(
            id=uuid4(),
            team_id=account.team_id,
            account_id=account.id,
            number=work.keys.next_number(account.team_id),
            remark=tracked.remark,
            access_id=tracked.access_id,
            trade=False,
            withdraw=False,
            ips=tracked.ips,
            created_at=now,
            expires_at=tracked.expires_at,
            live_at=now,
            announced_live_at=now,
            remote_id=tracked.access_id,
            never_expires=tracked.never_expires,
            made_by=ticket.user_id,
        )
        work.keys.add(key)
        lines.append(
            Message("result-tracked", {"key": key.remark, "number": key.number, "ends": expiry_text(key, now)})
        )
    return Recorded(Message("result-lines", {"lines": lines}))


def _account(work: Work, team_id: UUID, now: datetime) -> Account:
    """Return the team's account of tracked keys, created with the first of them."""
    account = work.accounts.find_named(team_id, ACCOUNT_NAME)
    if account is None:
        account = Account(id=uuid4(), team_id=team_id, name=ACCOUNT_NAME, kind=AccountKind.BY_HAND, created_at=now)
        work.accounts.add(account)
    return account


TRACK_KEY = Operation(action=Action.KEY_TRACK, prepare=_prepare, check=_check, record=_record)
