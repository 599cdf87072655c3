"""Making a new key; its secret is shown once, to the person who asked, in private.

It must not know how a proof is given.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from bot.exchanges.exchange import CreatedKey, Exchange, KeyWish, Reference
from bot.operations.asked import Asked, Operation, PartOutcome, Prepared, Question, Recorded, Setting, Subject
from bot.operations.keys.bind_ips import warnings
from bot.operations.keys.known import add_made, ends, failed_line, secret_saying, words_of
from bot.rules.ip_binding import looks_like_ip, read_ips
from bot.rules.key_terms import end_after_create, may_add_key
from bot.rules.remark import check_remark
from bot.rules.verdict import Reason, Refused, Verdict
from storage.records import Account, AccountKind, Action, Saying, Ticket
from storage.work import Work

SHOWN = 60
"""Characters of a strange word that are repeated."""
PERMISSIONS = ("trade", "withdraw")


def _prepare(work: Work, setting: Setting, asked: Asked) -> Prepared | Refused | Question:
    if not asked.words:
        return Question(Saying("ask-new-key"), so_far="/newkey")
    remark, *rest = asked.words
    wanted = {word.lower() for word in rest} & set(PERMISSIONS)
    addresses = [word for word in rest if word.lower() not in PERMISSIONS]
    stray = next((word for word in addresses if not looks_like_ip(word)), None)
    if stray is not None:
        return Refused(Reason.WORD_UNKNOWN, {"word": stray[:SHOWN]})
    ips = read_ips(addresses) if addresses else ()
    if isinstance(ips, Refused):
        return ips
    account = _account(work, setting)
    if isinstance(account, Refused):
        return account
    permissions = [name for name in PERMISSIONS if name in wanted]
    return Prepared(
        payload={
            "account_id": str(account.id),
            "remark": remark,
            "trade": "trade" in wanted,
            "withdraw": "withdraw" in wanted,
            "ips": list(ips),
        },
        plan=Saying(
            "plan-create",
            {
                "key": remark,
                "account": account.name,
                "permissions": permissions,
                "can": "some" if permissions else "read",
                "ips": list(ips),
                "ends": Saying("key-ends-never" if ips else "key-ends-at", {"at": end_after_create(ips, setting.now)}),
                "warnings": warnings(ips),
            },
        ),
        is_grave="withdraw" in wanted,
        subjects=[account.id],
    )


def _account(work: Work, setting: Setting) -> Account | Refused:
    """The account whose exchange makes keys; a member limited to others is told so."""
    limited_to = setting.membership.account_ids if setting.membership else ()
    making = [account for account in work.accounts.list_of(setting.the_team.id) if account.kind != AccountKind.BY_HAND]
    for account in making:
        if limited_to is None or account.id in limited_to:
            return account
    return Refused(Reason.NOT_YOUR_ACCOUNT, {"account": making[0].name if making else ""})


def _check(work: Work, _: Setting, payload: Mapping[str, object]) -> Verdict:
    keys = work.keys.list_of_account(UUID(str(payload["account_id"])))
    verdict = may_add_key(len(keys), work.accounts.get(UUID(str(payload["account_id"]))).name)
    return (
        verdict if isinstance(verdict, Refused) else check_remark(str(payload["remark"]), [key.remark for key in keys])
    )


async def _perform(exchange: Exchange, reference: Reference, ticket: Ticket, _: Subject) -> CreatedKey:
    wish = KeyWish(
        remark=str(ticket.payload["remark"]),
        trade=bool(ticket.payload["trade"]),
        withdraw=bool(ticket.payload["withdraw"]),
        ips=tuple(words_of(ticket.payload, "ips")),
    )
    return await exchange.create_key(reference, wish)


def _record(work: Work, ticket: Ticket, outcomes: Sequence[PartOutcome], now: datetime) -> Recorded:
    (outcome,) = outcomes
    if outcome.refused is not None:
        return Recorded(failed_line(str(ticket.payload["remark"]), outcome.refused))
    if not isinstance(outcome.answer, CreatedKey):
        raise TypeError("a created key comes with its secret")
    key = add_made(work, outcome.subject.the_account, outcome.answer.key)
    work.books.forget_secret(ticket.id)
    return Recorded(
        Saying(
            "result-created",
            {"key": key.remark, "number": key.number, "ends": ends(key, now), "live_at": key.live_at or now},
        ),
        secret=secret_saying(key, outcome.answer.key_secret),
    )


CREATE_KEY = Operation(action=Action.KEY_CREATE, prepare=_prepare, check=_check, perform=_perform, record=_record)
