"""Disconnect a main account: wipe its credentials, and manage its keys on the exchange's page."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from bot.operations.lookup.accounts import exchange_name
from bot.operations.model.button_data import typed
from bot.operations.model.operation import Actor, Operation, PartOutcome, Prepared, Question, Recorded, Request
from bot.rules.remark import fold
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Account, Action, ConnectionStatus, Message, Ticket
from storage.work import Work


def _prepare(work: Work, actor: Actor, request: Request) -> Prepared | Refused | Question:
    connected = _list_connected(work, actor)
    if not connected:
        return Refused(Reason.ACCOUNTS_NONE_CONNECTED)
    if not request.words:
        choices = [
            (Message("choice-account", {"account": one.name}), typed(f"disconnect {one.name}")) for one in connected
        ]
        return Question(Message("ask-which-disconnect"), choices)
    wanted = " ".join(request.words)
    main = next((one for one in connected if fold(one.name) == fold(wanted)), None)
    if main is None:
        names = [one.name for one in connected]
        return Refused(Reason.ACCOUNT_NOT_CONNECTED, {"account": wanted[:50], "accounts": names})
    subs = work.accounts.list_sub_accounts(main.id)
    keys = sum(len(work.keys.list_of_account(one.id)) for one in subs)
    return Prepared(
        payload={"account_id": str(main.id), "account": main.name},
        plan=Message("plan-disconnect", {"account": main.name, "exchange": exchange_name(main.kind), "keys": keys}),
    )


def _list_connected(work: Work, actor: Actor) -> list[Account]:
    here = [one for one in work.accounts.list_of(actor.the_team.id) if one.main_id is None]
    return [one for one in here if one.credentials_secret and one.standing is ConnectionStatus.CONNECTED]


def _check(work: Work, _: Actor, payload: Mapping[str, object]) -> Verdict:
    account = work.accounts.find(UUID(str(payload["account_id"])))
    if account is not None and account.standing is ConnectionStatus.CONNECTED:
        return Allowed()
    return Refused(Reason.ACCOUNT_NOT_CONNECTED, {"account": str(payload["account"]), "accounts": ()})


def _record(work: Work, ticket: Ticket, _: Sequence[PartOutcome], __: datetime) -> Recorded:
    main = work.accounts.get(UUID(str(ticket.payload["account_id"])))
    for account in (main, *work.accounts.list_sub_accounts(main.id)):
        gone = replace(account, standing=ConnectionStatus.DISCONNECTED, trouble=None, trouble_since=None)
        work.accounts.save(replace(gone, credentials_secret=None))
    return Recorded(Message("result-disconnected", {"account": main.name, "exchange": exchange_name(main.kind)}))


DISCONNECT_EXCHANGE = Operation(action=Action.ACCOUNT_DISCONNECT, prepare=_prepare, check=_check, record=_record)
