"""Connect a main account at an exchange.

Its sub-accounts become accounts of the team, and its keys are watched. Until then the secret waits sealed in an account
that no list shows. The payload names that account and a part of the access id.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

from bot.exchanges.exchange import ExchangeError, ExchangeRefused
from bot.exchanges.main_account import Credentials, MainAccount, Survey
from bot.operations.accounts.egress_ip import want
from bot.operations.accounts.health import OF_CREDENTIALS
from bot.operations.accounts.sub_accounts import follow_sub_account, take_in_keys
from bot.operations.drifts.merge import look_soon, settle_taken
from bot.operations.lookup.accounts import exchange_name, free_name, mask_access_id
from bot.operations.model.button_data import typed
from bot.operations.model.operation import (
    Actor,
    ExchangeClients,
    Operation,
    PartOutcome,
    Prepared,
    Question,
    Recorded,
    Request,
    TellProgress,
)
from bot.rules.credentials import read_credentials
from bot.rules.exchange_terms import CONNECTABLE, TERMS
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Account, AccountKind, Action, Arg, ConnectionStatus, KeyFacts, Message, Ticket
from storage.work import Work

MOST_SKEW = timedelta(seconds=2)
"""The team is warned about a clock that is off by more, although the adapter allows for it."""

_MISTYPED = {
    Reason.EXCHANGE_KEY_UNKNOWN: "connect-key-unknown",
    Reason.EXCHANGE_KEY_WRONG: "connect-key-wrong",
}


def _prepare(work: Work, actor: Actor, request: Request) -> Prepared | Refused | Question:
    if not request.words:
        choices = [
            (Message("choice-exchange", {"exchange": TERMS[kind].name}), typed(f"connect {kind}"))
            for kind in CONNECTABLE
        ]
        return Question(Message("ask-which-exchange"), choices)
    kind = next((kind for kind in CONNECTABLE if kind == request.words[0].lower()), None)
    if kind is None:
        return Refused(Reason.EXCHANGE_UNKNOWN, {"exchanges": [kind.value for kind in CONNECTABLE]})
    if len(request.words) == 1:
        terms = TERMS[kind]
        if terms.tells_address:
            want(work, request, kind)
        args: dict[str, Arg] = {"exchange": terms.name, "page": terms.page, "permission": terms.permission}
        return Question(Message("ask-credentials", args), so_far=f"/connect {kind}")
    credentials = _read(request.words[1:])
    if isinstance(credentials, Refused):
        return credentials
    account = _waiting(actor, kind, credentials)
    shown = mask_access_id(credentials.access_id)
    return Prepared(
        payload={"account_id": str(account.id), "exchange": kind.value, "access_id": shown},
        plan=Message("plan-connect", {"exchange": TERMS[kind].name, "access_id": shown}),
        subjects=[account.id],
        account=account,
    )


def _read(words: Sequence[str]) -> Credentials | Refused:
    """Read an access id and a secret from the pasted words."""
    found = read_credentials(words)
    return Credentials(*found) if found else Refused(Reason.CREDENTIALS_BAD)


def _waiting(actor: Actor, kind: AccountKind, credentials: Credentials) -> Account:
    identifier = uuid4()
    return Account(
        id=identifier,
        team_id=actor.the_team.id,
        name=f"waiting {identifier}",
        kind=kind,
        created_at=actor.now,
        credentials_secret=credentials.to_text(),
        standing=ConnectionStatus.WAITING,
    )


def _check(_: Work, __: Actor, ___: Mapping[str, object]) -> Verdict:
    """Allow every request: only the exchange knows whether the credentials work."""
    return Allowed()


async def _explore(clients: ExchangeClients, account: Account, tell: TellProgress) -> Survey:
    main = clients.main_account_of(account)
    identity = await main.who_am_i()
    if not identity.is_main:
        args = {"exchange": exchange_name(account.kind), "account": identity.sub_account}
        raise ExchangeRefused(Refused(Reason.EXCHANGE_SUB_ACCOUNT, args))
    found, sub_accounts = [], await main.list_sub_accounts()
    for done, one in enumerate(sub_accounts):
        await tell(done, len(sub_accounts))
        there = replace(account, remote_id=one.remote_id, main_id=account.id)
        found.append((one, await _list_keys(clients, there)))
    return Survey(identity, await _find_own_ip(main), await main.measure_skew(), tuple(found))


async def _list_keys(clients: ExchangeClients, account: Account) -> tuple[KeyFacts, ...]:
    """List the keys of a sub-account, or none where the exchange does not show them.

    One such account must not stop the others. The doctor reports it.
    """
    try:
        return tuple(await clients.exchange_of(account).list_keys())
    except ExchangeRefused as no:
        if no.refused.reason in OF_CREDENTIALS - {Reason.EXCHANGE_FORBIDS}:
            raise
        return ()


async def _find_own_ip(main: MainAccount) -> str | None:
    """Ask the exchange for our IP. A failure gives None, because the IP is only good to know."""
    try:
        return await main.find_own_ip()
    except ExchangeError:
        return None


def _record(work: Work, ticket: Ticket, outcomes: Sequence[PartOutcome], now: datetime) -> Recorded:
    (outcome,) = outcomes
    if outcome.refused is not None:
        return Recorded(_why_not(ticket, outcome.refused))
    if not isinstance(outcome.answer, Survey):
        raise TypeError("a connected account comes with what was found in it")
    survey, waiting = outcome.answer, outcome.subject.the_account
    known = work.accounts.find_main(waiting.kind, survey.identity.user_id)
    if known is not None and known.team_id != waiting.team_id:
        taken = Refused(Reason.EXCHANGE_TAKEN, {"exchange": exchange_name(waiting.kind)})
        return Recorded(taken.as_saying(), has_failed=True)
    main = _main_account(work, waiting, known, survey)
    new = 0
    for seen, remotes in survey.sub_accounts:
        account = follow_sub_account(work, main, seen, now)
        came = take_in_keys(work, account, remotes, now, is_first=known is None)
        settle_taken(work, account, came, ticket.user_id, now)
        ours = {key.remote_id for key in work.keys.list_of_account(account.id)}
        new += sum(remote.remote_id not in ours for remote in remotes)
        look_soon(work, account.id, now)
    return Recorded(_result(main, survey, new))


def _why_not(ticket: Ticket, refused: Refused) -> Message:
    """Say why connecting failed. Only credentials that were typed just now may be mistyped."""
    sentence = _MISTYPED.get(refused.reason)
    if sentence is None:
        return refused.as_saying()
    return Message(sentence, {**refused.args, "access_id": str(ticket.payload["access_id"])})


def _main_account(work: Work, waiting: Account, known: Account | None, survey: Survey) -> Account:
    """Return the record of the main account: the known one with new credentials, or the one that waited."""
    if known is None:
        names = [account.name for account in work.accounts.list_of(waiting.team_id)]
        name = free_name(f"{waiting.kind.value}-main", waiting.kind, names)
        main = replace(waiting, name=name, remote_id=survey.identity.user_id)
    else:
        main = replace(known, credentials_secret=waiting.credentials_secret, trouble=None, trouble_since=None)
    main = replace(main, standing=ConnectionStatus.CONNECTED)
    work.accounts.save(main)
    return main


def _result(main: Account, survey: Survey, new: int) -> Message:
    return Message(
        "result-connected",
        {
            "exchange": exchange_name(main.kind),
            "account": main.name,
            "accounts": len(survey.sub_accounts),
            "keys": sum(len(remotes) for _, remotes in survey.sub_accounts),
            "new": new,
            "notices": _notices(main, survey),
        },
    )


def _notices(main: Account, survey: Survey) -> list[Message]:
    """List what people should check on the exchange's page, worst first."""
    terms, identity = TERMS[main.kind], survey.identity
    notices = []
    if identity.may_withdraw:
        notices.append(Message("connected-may-withdraw", {"page": terms.page}))
    if identity.may_manage is False:
        weak: dict[str, Arg] = {"page": terms.page, "permission": terms.permission}
        notices.append(Message("connected-may-not-manage", weak))
    if identity.ips == ():
        unbound: dict[str, Arg] = {"page": terms.page, "ip": survey.own_ip, "at": identity.expires_at}
        notices.append(Message("connected-unbound", unbound))
    elif identity.expires_at is not None:
        notices.append(Message("connected-ends", {"page": terms.page, "at": identity.expires_at}))
    if identity.may_withdraw is None or identity.ips is None:
        told = {"exchange": terms.name, "page": terms.page, "ip": survey.own_ip}
        notices.append(Message("connected-not-told", told))
    if abs(survey.skew) > MOST_SKEW:
        notices.append(Message("connected-skew", {"seconds": round(abs(survey.skew).total_seconds())}))
    return notices


CONNECT_EXCHANGE = Operation(
    action=Action.ACCOUNT_CONNECT, prepare=_prepare, check=_check, survey=_explore, record=_record
)
