"""`keyminder enrol` and `keyminder owner`: people, from the server itself."""

# ruff: noqa: PLC0415 - a command imports what it needs

from typing import Annotated

import typer

UserId = Annotated[int, typer.Argument(min=1, metavar="USER_ID", help="The Telegram user id that /whoami shows.")]


def add_people(app: typer.Typer) -> None:
    """Add `enrol`, and `owner` with its commands. All work while the bot runs."""
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Help owners who are locked out.")
    app.add_typer(group, name="owner")

    @app.command("enrol")
    def enrol_here(user_id: UserId) -> None:
        """Set up a person's authenticator on this terminal.

        \b
        keyminder enrol 1001
        """

        from bot.console.owners import enrol, keeping_of
        from bot.wiring.database import with_database

        def ask() -> str:
            return str(typer.prompt("The six digits it shows"))

        with_database(lambda database: enrol(database, keeping_of(database), user_id, ask))

    @group.command("add")
    def add_here(user_id: UserId) -> None:
        """Make a person an owner of every team, and tell the teams.

        \b
        keyminder owner add 1001
        """
        from bot.console.owners import add_owner, keeping_of
        from bot.wiring.database import with_database

        with_database(lambda database: add_owner(keeping_of(database), user_id))

    @group.command("reset")
    def reset_here(user_id: UserId) -> None:
        """Delete a person's lost authenticator, and tell the teams.

        \b
        keyminder owner reset 1001
        """
        from bot.console.owners import keeping_of, reset_owner
        from bot.wiring.database import with_database

        with_database(lambda database: reset_owner(keeping_of(database), user_id))
