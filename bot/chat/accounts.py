"""Accounts at exchanges: `/connect` and `/accounts`. No secret is stored here."""

from dataclasses import replace

from bot.chat.context import Services
from bot.chat.guarded import ask, put_away
from bot.chat.replies import answer_otherwise, say_screen, send_to_private
from bot.chat.telegram.incoming import Incoming
from bot.operations.lookup.accounts import exchange_name
from bot.operations.queries.overview import AccountsSeen
from bot.rules.exchange_terms import TERMS, keys_limit
from storage.records import Account, AccountKind, Action, Arg, ConnectionStatus, Message, MessageContent


async def connect(services: Services, incoming: Incoming) -> bool:
    """`/connect EXCHANGE` in private. A message with a secret is deleted before anything else happens."""
    has_secret = len(incoming.words) > 1
    if has_secret:
        await put_away(services, incoming)
    if not incoming.place.is_private:
        if has_secret:
            await services.sender.reply(incoming.place, MessageContent(Message("connect-leaked")))
        else:
            await send_to_private(services, incoming, "/connect")
        return False
    # A question stores these words unsealed, so they contain no secret.
    said = " ".join(["/connect", *incoming.words[:1]])
    return await ask(services, replace(incoming, said=said), Action.ACCOUNT_CONNECT)


async def secret_astray(services: Services, incoming: Incoming) -> bool:
    """Delete an API secret that no question asked for, and say what to do without repeating it."""
    await put_away(services, incoming)
    sentence = "secret-astray" if incoming.place.is_private else "connect-leaked"
    await services.sender.reply(incoming.place, MessageContent(Message(sentence)))
    return False


async def accounts(services: Services, incoming: Incoming) -> bool:
    """`/accounts`."""
    seen = await services.overview.accounts(incoming)
    if not isinstance(seen, AccountsSeen):
        return await answer_otherwise(services, incoming, seen)
    lines = [account_line(account, keys, addresses) for account, keys, addresses in seen.accounts]
    await say_screen(services, incoming, Message("accounts-list", {"team": seen.team.title, "accounts": lines}))
    return False


def account_line(account: Account, keys: int, addresses: int) -> Message:
    """One line of the list."""
    args: dict[str, Arg] = {
        "account": account.name,
        "kind": _kind(account),
        "exchange": exchange_name(account.kind) if account.kind in TERMS else None,
        "state": _state(account),
        "since": account.trouble_since,
        "frozen": account.is_frozen,
        "keys": keys,
        "limit": keys_limit(account.kind),
        "addresses": addresses,
    }
    return Message("account-line", args)


def _kind(account: Account) -> str:
    if account.kind in {AccountKind.EMBEDDED, AccountKind.BY_HAND}:
        return account.kind.value
    return "main" if account.main_id is None else "sub"


def _state(account: Account) -> str:
    if account.standing in {ConnectionStatus.DISCONNECTED, ConnectionStatus.GONE}:
        return account.standing.value
    return account.trouble.value if account.trouble else "works"
