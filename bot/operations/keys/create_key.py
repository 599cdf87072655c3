"""Create a key. Its secret is shown once, in private, to the person who asked."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from bot.exchanges.exchange import CreatedKey, Exchange, NewKey, Reference
from bot.operations.accounts.capacity import count_keys
from bot.operations.keys.outcomes import add_made
from bot.operations.keys.warnings import about_ips, about_withdrawing
from bot.operations.lookup.accounts import makes_keys, terms_outside
from bot.operations.lookup.keys import expiry_text, failed_line, secret_saying, words_of
from bot.operations.model.button_data import more
from bot.operations.model.operation import Actor, Operation, PartOutcome, Prepared, Question, Recorded, Request, Subject
from bot.rules.exchange_terms import keys_limit, may_create
from bot.rules.ip_binding import read_ips_to_bind
from bot.rules.ip_text import IpList, looks_like_ip, split_list
from bot.rules.key_terms import end_after_create, may_add_key
from bot.rules.remark import check_remark, fold
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Account, AccountKind, Action, Arg, ConnectionStatus, Message, Ticket
from storage.work import Work

SHOWN = 60
"""Characters of an unknown word that are repeated."""
PERMISSIONS = ("trade", "withdraw")
IN = "in"
"""The word before the account's name."""


def _prepare(work: Work, actor: Actor, request: Request) -> Prepared | Refused | Question:
    if not request.words:
        return Question(Message("ask-new-key"), so_far="/newkey")
    remark, *rest = request.words
    rest, account_name = _split_account(rest)
    wanted = {word.lower() for word in rest} & set(PERMISSIONS)
    addresses = split_list(word for word in rest if word.lower() not in PERMISSIONS)
    stray = next((word for word in addresses if not looks_like_ip(word)), None)
    if stray is not None:
        return Refused(Reason.WORD_UNKNOWN, {"word": stray[:SHOWN]})
    read = read_ips_to_bind(addresses) if addresses else IpList(())
    if isinstance(read, Refused):
        return read
    account = _account(work, actor, account_name, remark)
    if not isinstance(account, Account):
        return account
    permissions = [name for name in PERMISSIONS if name in wanted]
    return Prepared(
        payload={
            "account_id": str(account.id),
            "remark": remark,
            "trade": "trade" in wanted,
            "withdraw": "withdraw" in wanted,
            "ips": list(read.ips),
        },
        plan=Message(
            "plan-create",
            {
                "key": remark,
                "account": account.name,
                "permissions": permissions,
                "can": "some" if permissions else "read",
                "ips": list(read.ips),
                "ends": _end(account, read.ips, actor.now),
                "warnings": [*about_withdrawing(withdraw="withdraw" in wanted, ips=read.ips), *about_ips(read)],
            },
        ),
        is_high_risk="withdraw" in wanted,
        subjects=[account.id],
    )


def _end(account: Account, ips: Collection[str], now: datetime) -> Message:
    """Say when the key will expire. Where the exchange decides that, it is not computed here."""
    terms = terms_outside(account)
    if terms is not None and not ips:
        return Message("key-ends-as-told", {"exchange": terms.name})
    return Message("key-ends-never" if ips else "key-ends-at", {"at": end_after_create(ips, now)})


def _split_account(words: Sequence[str]) -> tuple[list[str], str | None]:
    """Split off the account's name after `in`, or None if none is named."""
    lowered = [word.lower() for word in words]
    if IN not in lowered[:-1]:
        return list(words), None
    place = lowered.index(IN)
    return [*words[:place], *words[place + 2 :]], words[place + 1]


def _account(work: Work, actor: Actor, name: str | None, remark: str) -> Account | Refused | Question:
    """Return the account for the new key: the named one, the only one, or the question which."""
    accounts = work.accounts.list_of(actor.the_team.id)
    making = [account for account in accounts if makes_keys(account)]
    able = [account for account in making if not account.is_frozen]
    if name is not None:
        named = next((account for account in making if fold(account.name) == fold(name)), None)
        if named is None:
            meant = next((account for account in accounts if fold(account.name) == fold(name)), None)
            names = [one.name for one in able]
            args: dict[str, Arg] = {"account": name[:SHOWN], "accounts": names, "why": _why_none(meant)}
            return Refused(Reason.ACCOUNT_WITHOUT_KEYS, args)
        return named
    if len(making) == 1:
        return making[0]
    choices = [(Message("choice-account", {"account": one.name}), more(f'{IN} "{one.name}"')) for one in able]
    return Question(Message("ask-which-account", {"key": remark[:SHOWN]}), choices)


def _why_none(account: Account | None) -> str | None:
    """Why the bot creates no keys there: `disconnected`, `gone`, `main`, `by-hand`. None: no such account."""
    if account is None:
        return None
    if account.standing in {ConnectionStatus.DISCONNECTED, ConnectionStatus.GONE}:
        return account.standing.value
    return "by-hand" if account.kind is AccountKind.BY_HAND else "main"


def _check(work: Work, _: Actor, payload: Mapping[str, object]) -> Verdict:
    account = work.accounts.get(UUID(str(payload["account_id"])))
    keys, remark = work.keys.list_of_account(account.id), str(payload["remark"])
    for verdict in (
        may_add_key(count_keys(work, account), account.name, keys_limit(account.kind)),
        check_remark(remark, [key.remark for key in keys]),
        may_create(account.kind, remark, withdraw=bool(payload["withdraw"])),
    ):
        if isinstance(verdict, Refused):
            return verdict
    return Allowed()


async def _perform(exchange: Exchange, reference: Reference, ticket: Ticket, _: Subject) -> CreatedKey:
    wish = NewKey(
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
    key = add_made(work, outcome.subject.the_account, outcome.answer.key, ticket.user_id, now)
    work.books.forget_secret(ticket.id)
    return Recorded(
        Message(
            "result-created",
            {
                "key": key.remark,
                "number": key.number,
                "ends": expiry_text(key, now),
                "live_at": key.live_at,
                "works": key.announced_live_at is not None,
            },
        ),
        secrets=[secret_saying(key, outcome.answer.key_secret)],
    )


CREATE_KEY = Operation(
    action=Action.KEY_CREATE, prepare=_prepare, check=_check, perform=_perform, makes_something=True, record=_record
)
