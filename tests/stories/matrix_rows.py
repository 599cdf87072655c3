"""The rows of the matrix: every command, button and web door, with what it would read or change of a team."""

from collections.abc import Iterator, Mapping, Sequence

from bot.chat.commands import COMMANDS
from bot.operations.model.button_data import (
    CommandPress,
    InsteadPress,
    MorePress,
    OfferPress,
    Press,
    SecretPress,
    Step,
    TeamPress,
    TicketPress,
)
from storage.records import Role, Stage
from tests.stories.planted import Planted
from tests.stories.senders import STRANGER

ROWS: Mapping[str, str] = {
    "start": "",
    "help": "renew",
    "keys": "{key}",
    "key": "{key}",
    "newkey": "fresh",
    "track": "{key} 77777777777777777777777777777777 in 30 days",
    "renew": "{key}",
    "editkey": "{key} trade off",
    "bind": "{key} 203.0.113.9",
    "unbind": "{key} {ip}",
    "rotate": "{key}",
    "deletekey": "{key}",
    "expiring": "{key}",
    "whitelist": "{address}",
    "template": "",
    "addaddress": "USDT Ethereum {address} cold",
    "removeaddress": "{address}",
    "pending": "1",
    "approve": "3",
    "deny": "3",
    "reason": "1 a new supplier",
    "breakglass": "3 urgent",
    "seen": "1",
    "cancel": "1",
    "report": "",
    "calendar": "",
    "alerts": "digest 10:00",
    "team": "#{viewer}",
    "invite": "owner {stranger}",
    "role": "{viewer} owner",
    "limit": "{viewer} {account}",
    "suspend": "{viewer}",
    "reset": "{viewer}",
    "policy": "approvals 0",
    "admit": "{waiting}",
    "access": "",
    "refuse": "{stranger}",
    "onit": "",
    "snooze": "hour",
    "done": "{by_hand}",
    "leaked": "{address}",
    "accounts": "",
    "adopt": "?1",
    "discard": "?1",
    "connect": "coinex",
    "disconnect": "{account}",
    "doctor": "",
    "audit": "csv",
    "whoami": "",
    "enrol": "",
    "settings": "codes private",
}
"""Command → words with which it reads or changes something of a team."""
_ADDRESSES = "Remark,Coin,Network,Address,Memo\n{key},USDT,ERC20,{address},\n"
_KEYS = "Remark,Access ID,Expires,IPs\n{key},77777777777777777777777777777777,in 30 days,\n"
FILES: Sequence[tuple[str, str]] = (
    ("", _ADDRESSES),
    ("", _KEYS),
    ("/whitelist {account}", _ADDRESSES),
    ("/whitelist import {account}", _ADDRESSES),
    ("/track {account}", _KEYS),
)
"""Caption and content of files that would change the team."""
WORDS = ("1", "{key}")
"""Words that each command gets besides: a number and a name that each team has."""
UNLIKE = frozenset({"newkey", "track", "addaddress", "access", "calendar"})
"""Commands that answer otherwise the second time, or make something with a new name."""
DOORS: Mapping[str, tuple[str, int]] = {
    "/healthz": ("GET", 200),
    "/readyz": ("GET", 503),
    "/metrics": ("GET", 200),
    "/calendar/{token}.ics": ("GET", 404),
    "/confirm/{token}": ("POST", 404),
    "/static/page.css": ("GET", 200),
    "/static/icon.svg": ("GET", 200),
    "/telegram": ("POST", 403),
}
"""Path → method, and its answer without the right token or secret, while a group cannot be reached."""
NEEDS: Mapping[str, Role] = {word: one.least or Role.VIEWER for word, one in COMMANDS.items()} | {
    "policy": Role.OWNER,
    "settings": Role.OWNER,
    "alerts": Role.OPERATOR,
    "audit": Role.OPERATOR,
}
"""Command → role that its row needs."""
STEPS: Mapping[str, frozenset[type | Step]] = {
    "viewer": frozenset(Step),
    "operator": frozenset(Step) - {Step.BY_HAND, Step.AGAIN},
    "approver": frozenset(),
}
"""Role → buttons of other people's requests that it may not use."""


def fill(words: str, team: Planted) -> str:
    """The words about this team."""
    return words.format(
        key=f"{team.shout}-KEY",
        ip=f"198.51.100.{team.number}",
        address=f"0x{team.number:040x}",
        account=f"{team.shout}-ACCOUNT",
        viewer=team.user("viewer"),
        waiting=team.user("waiting"),
        stranger=STRANGER,
        by_hand=team.tickets[Stage.BY_HAND],
    )


def commands(team: Planted) -> Iterator[tuple[str, str]]:
    """Each command with all its words."""
    for word, row in ROWS.items():
        for words in dict.fromkeys((row, *WORDS)):
            yield word, fill(words, team)


def files(team: Planted) -> Iterator[tuple[str, str]]:
    """Caption and content of each file."""
    return ((fill(caption, team), fill(content, team)) for caption, content in FILES)


def presses(team: Planted) -> dict[type | Step, list[Press]]:
    """Kind of button → what it may carry about this team."""
    found: dict[type | Step, list[Press]] = {
        step: [TicketPress(step, ticket_id, "123456") for ticket_id in team.tickets.values()] for step in Step
    }
    typed = [(word, *fill(words, team).split()) for word, words in ROWS.items()]
    found[SecretPress] = [SecretPress(team.make_id("secret"))]
    found[OfferPress] = [OfferPress()]
    found[CommandPress] = [
        CommandPress(words, team_id, page) for words in typed for team_id, page in ((None, None), (team.id, 1))
    ]
    found[TeamPress] = [TeamPress(team.id)]
    found[MorePress] = [MorePress((f"{team.shout}-KEY",)), MorePress(("move", team.id.hex)), MorePress(("new",))]
    found[InsteadPress] = [InsteadPress(0, f"{team.shout}-KEY"), InsteadPress(0, "1")]
    return found


def below_which(team: Planted, press: Press) -> Sequence[int]:
    """The messages in the team's group that could have the button."""
    match press:
        case TicketPress(_, ticket_id):
            own = [message_id for stage, message_id in team.cards.items() if team.tickets[stage] == ticket_id]
            return [*own, team.question]
        case TeamPress() | MorePress() | InsteadPress():
            return [team.question]
    return []
