"""Enrol people, and add and reset owners, with messages on the terminal.

There is no permission check: a person who can type here can do everything.
"""

import io
import sys
from collections.abc import Callable

import segno
import typer

from bot.clock import SystemClock
from bot.operations.members.break_glass import OwnerKeeping
from bot.settings import CannotStart
from storage.database import Database
from storage.records import Team

TRIES = 3
SOON = "within 30 seconds if the bot runs, else when it starts"
"""When the outbox is read next."""
LOCKED = "setup-locked"

_WHY_NOT = {
    "code-wrong": "Wrong code.",
    "code-used": "This code was used already. Wait for the next one.",
    LOCKED: "Too many wrong codes. Wait 15 minutes.",
}
_NO_DIGITS = "Type the six digits that the authenticator shows."


def keeping_of(database: Database) -> OwnerKeeping:
    """Return the owner commands of this database."""
    return OwnerKeeping(database, SystemClock())


async def enrol(database: Database, keeping: OwnerKeeping, user_id: int, ask: Callable[[], str]) -> None:
    """Show a QR code and wait until a code proves that it was scanned. Raises CannotStart."""
    person = await database.read(lambda work: work.people.find(user_id))
    if person is not None and person.enrolled_at is not None:
        raise CannotStart(f"{user_id} has an authenticator already. Is it lost? Type: keyminder owner reset {user_id}")
    seed, link = await keeping.begin_enrolment(user_id)
    picture = io.StringIO()
    segno.make(link, error="m").terminal(picture, compact=True)
    if _is_shown_whole(picture.getvalue()):
        typer.echo(picture.getvalue())
        typer.echo(f"Scan this with an authenticator app, or type this secret into it: {seed}")
    else:
        typer.echo(
            f"This terminal is not UTF-8 and cannot show a QR code. Type this secret into an authenticator app: {seed}"
        )
    for _ in range(TRIES):
        refused = await keeping.prove_enrolment(user_id, ask())
        if refused is None:
            typer.echo(
                f"{user_id} has an authenticator now. The recovery codes go to the private chat with the bot, {SOON}."
            )
            return
        typer.echo(_WHY_NOT.get(refused.reason.value, _NO_DIGITS), err=True)
        if refused.reason.value == LOCKED:
            break
    raise CannotStart(f"No authenticator was set up. Begin again: keyminder enrol {user_id}")


async def add_owner(keeping: OwnerKeeping, user_id: int) -> None:
    """Make a person an owner of every team, and print where that was announced."""
    if not await keeping.list_teams():
        raise CannotStart(
            "There is no team yet. Add the id to KEYMINDER_OWNERS. Then the owner types /start in the group."
        )
    teams = await keeping.add(user_id)
    typer.echo(
        f"{user_id} is an owner of every team now. /enrol works for 24 hours. Announced in: {_names(teams)}, {SOON}."
    )


async def reset_owner(keeping: OwnerKeeping, user_id: int) -> None:
    """Remove a lost factor, and print where that was announced."""
    teams = await keeping.reset(user_id)
    if teams is None:
        raise CannotStart(f"I do not know a person with the id {user_id}. /whoami shows people their id.")
    typer.echo(
        f"The authenticator of {user_id} is deleted. /enrol sets up a new one within 24 hours. "
        "Teams with another owner suspend this person until an owner there types /role. "
        + (f"Announced in: {_names(teams)}, {SOON}." if teams else "This person is in no team.")
    )


def _is_shown_whole(text: str) -> bool:
    """Whether the terminal can print every character."""
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def _names(teams: list[Team]) -> str:
    return ", ".join(team.title for team in teams)
