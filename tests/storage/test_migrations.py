"""A database in use is migrated to the present tables with all its data."""

from datetime import timedelta
from importlib import import_module
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text

from storage import migrate
from storage.due_slice import AT_ONCE
from storage.sealing import FieldCipher, KeyRing
from storage.tables import accounts, people
from storage.work import Work
from tests.storage.examples import ACCOUNT_ID, CHAT, NOW, OLGA, PERSON, TEAM, TEAM_ID, card, ticket


def test_accounts_that_have_keys_are_watched_and_connected_and_teams_have_their_digest(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/keyminder.db")
    with engine.connect() as connection:
        _run_to(connection, "0001")
        _fill(connection)
        connection.commit()

        migrate.upgrade(connection)

        watched = connection.execute(text("SELECT account_id, look_at FROM watches")).all()
        assert watched == [(ACCOUNT_ID.hex, f"{AT_ONCE:%Y-%m-%d %H:%M:%S.%f}")]
        assert connection.execute(text("SELECT digest_minute, next_digest_at FROM teams")).all() == [(9 * 60, None)]
        assert set(connection.execute(text("SELECT standing, is_frozen FROM accounts"))) == {("connected", 0)}
    engine.dispose()


def test_teams_of_topics_get_distinct_titles(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/keyminder.db")
    with engine.connect() as connection:
        _run_to(connection, "0001")
        _fill(connection)
        connection.execute(
            text(
                "INSERT INTO teams (id, chat_id, topic_id, title, claimed_by, claimed_at, approvals, quorum_reached,"
                " ephemeral_prompts) VALUES ('b', :chat, 7, 'Desk', :olga, :now, 0, 0, 0)"
            ),
            {"chat": CHAT, "olga": OLGA, "now": str(NOW)},
        )
        connection.commit()

        migrate.upgrade(connection)

        titles = connection.execute(text("SELECT topic_id, title FROM teams ORDER BY topic_id")).all()
        assert titles == [(0, "Desk"), (7, "Desk · topic 7")]
    engine.dispose()


def test_announced_steps_keep_their_time_before_the_expiry(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/keyminder.db")
    with engine.connect() as connection:
        _run_to(connection, "0002")
        _fill(connection)
        add = text("INSERT INTO alerts (key_id, anchor_at, step, said_at) VALUES (:key, :anchor, :step, :now)")
        made_at, end = str(NOW + timedelta(days=1)), str(NOW + timedelta(days=90))
        said = [(end, step) for step in range(9)] + [(made_at, 0), (made_at, 2)]
        for anchor, step in said:
            connection.execute(add, {"key": f"{1:032x}", "anchor": anchor, "step": step, "now": made_at})
        connection.execute(text("UPDATE keys SET created_at = :at"), {"at": made_at})
        connection.commit()

        migrate.upgrade(connection)

        found = connection.execute(text("SELECT anchor_at, before_seconds FROM alerts ORDER BY rowid")).all()
        hours = [(anchor, seconds / 3600) for anchor, seconds in found]
        expected = [24 * days for days in (30, 14, 7, 3, 1)] + [6, 0, -24, -48]
        assert hours == [(end, one) for one in expected] + [(made_at, -7 * 24), (made_at, -67 * 24)]
    engine.dispose()


def test_only_open_requests_keep_who_has_opened_their_steps(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/keyminder.db")
    opened, ended = ticket(1), ticket(2, stage=None)
    with engine.connect() as connection:
        migrate.upgrade(connection)
        work = Work(connection, FieldCipher(KeyRing.new()))
        work.people.save(PERSON)
        work.teams.add(TEAM)
        for number, asked in enumerate((opened, ended)):
            work.tickets.add(asked)
            work.cards.add(card(number, ticket_id=asked.id, user_id=OLGA, opened_at=NOW))

        # It changes no table, so it runs on the present ones.
        with Operations.context(MigrationContext.configure(connection)):
            import_module("storage.migrations.versions.0046_closed_steps").upgrade()

        work = Work(connection, FieldCipher(KeyRing.new()))
        kept = {one.number: [card.opened_at for card in work.cards.list_of_ticket(one.id)] for one in (opened, ended)}
        assert kept == {1: [NOW], 2: [None]}
    engine.dispose()


def _run_to(connection: Connection, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate.MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _fill(connection: Connection) -> None:
    connection.execute(people.insert().values(user_id=OLGA, name="Olga", zone="UTC", failed_codes=0))
    connection.execute(
        text(
            "INSERT INTO teams (id, chat_id, topic_id, title, claimed_by, claimed_at, approvals, quorum_reached,"
            " ephemeral_prompts) VALUES (:id, :chat, 0, 'Desk', :olga, :now, 0, 0, 0)"
        ),
        {"id": TEAM_ID.hex, "chat": CHAT, "olga": OLGA, "now": str(NOW)},
    )
    for name in (ACCOUNT_ID, TEAM_ID):
        values = {"id": name, "team_id": TEAM_ID, "name": str(name), "kind": "embedded", "created_at": NOW}
        connection.execute(accounts.insert().values(values))
    for number in (1, 2):
        connection.execute(
            text(
                "INSERT INTO keys (id, team_id, account_id, number, remark, folded_remark, access_id, trade, withdraw,"
                " ips, created_at, expires_at, remote_id) VALUES (:id, :team, :account, :number, :name, :name, :name,"
                " 0, 0, '[]', :now, :now, '')"
            ),
            {
                "id": f"{number:032x}",
                "team": TEAM_ID.hex,
                "account": ACCOUNT_ID.hex,
                "number": number,
                "name": f"key {number}",
                "now": str(NOW + timedelta(days=number)),
            },
        )


def test_revisions_are_known_in_the_order_in_which_they_run_whatever_their_numbers() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate.MIGRATIONS))
    config.set_main_option("path_separator", "os")
    newest_first = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert list(migrate.list_revisions()) == newest_first[::-1]
