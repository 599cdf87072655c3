"""A big installation of teams with a past in every table that grows: keys, tickets, audit lines, menus, notices.

    python -m tests.bench.fill FOLDER                    10,000 teams, a million keys and audit lines: 2 GB, minutes
    python -m tests.bench.fill FOLDER --teams 10 --database postgresql+asyncpg://…

Makes `keyminder.db` and `master.key` in the folder. Every chain verifies, every sealed value opens, and nothing is due
for the bot of the benchmarks. So the cost of a job or a command is the cost of the installation's size.
"""

import argparse
import asyncio
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Table

from bot.exchanges.main_account import Credentials
from bot.rules.one_time_code import RECOVERY_CODES, new_seed
from storage import tables
from storage.audit_checkpoints import Checkpoint
from storage.database import Database
from storage.records import (
    AccountKind,
    Action,
    AddressKind,
    AddressStatus,
    AddressType,
    Channel,
    ConnectionStatus,
    DriftResolution,
    End,
    LinkPurpose,
    MembershipStatus,
    Message,
    Outcome,
    ProofKind,
    Role,
)
from storage.sealing import FieldCipher, KeyRing
from storage.serialization import to_json
from storage.statement import Statement
from storage.work import Work
from tests.bench.installation import name_known_edition

FIRST_PERSON = 500_000_001
FIRST_CHAT = -1_005_000_000_001
FIRST_UPDATE = 1_000_000_000
TEAMS_A_WRITE = 20
PLAN = to_json(Message("plan-renew-key", {"key": "trading"}))

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is, per team except for the teams."""

    teams: int = 10_000
    people: int = 3
    accounts: int = 2
    keys: int = 100
    lines: int = 100
    tickets: int = 20
    notices: int = 40
    updates: int = 40
    addresses: int = 10
    drifts: int = 2
    exchange_in: int = 20
    """One of so many teams has a main account and a sub-account at an exchange too."""


async def fill(
    database: Database, ring: KeyRing, size: Size, now: datetime, *, step: Callable[[int], None] = lambda _: None
) -> None:
    """Add that many teams to a database, empty or not. `step` gets how many are done."""
    cipher = FieldCipher(ring)
    for first in range(0, size.teams, TEAMS_A_WRITE):
        numbers = range(first, min(first + TEAMS_A_WRITE, size.teams))
        made = [_Team(number, size, now, cipher) for number in numbers]
        await database.write(lambda work, made=made: _write(work, made))  # type: ignore[misc]  # a bound default
        step(numbers[-1] + 1)


def _write(work: Work, made: Sequence["_Team"]) -> None:
    order: dict[Table, list[Row]] = {}
    for team in made:
        for table, rows in team.rows():
            order.setdefault(table, []).extend(rows)
    for table, rows in order.items():
        _insert(table, tuple(rows[0])).run_each(work.transaction, rows) if rows else None
    for team in made:
        team.write_lines(work)


@cache
def _insert(table: Table, _names: tuple[str, ...]) -> Statement:
    return Statement(table.insert())


class _Team:
    """One team and its past."""

    def __init__(self, number: int, size: Size, now: datetime, cipher: FieldCipher) -> None:
        self._number, self._size, self._now, self._vault = number, size, now, cipher
        self._id, self._chat = uuid4(), FIRST_CHAT - number
        self._people = [FIRST_PERSON + number * size.people + one for one in range(size.people)]
        self._accounts = [uuid4() for _ in range(size.accounts)]
        self._tickets = [uuid4() for _ in range(size.tickets)]
        self._cards = [uuid4() for _ in range(size.notices)]
        self._keys = [uuid4() for _ in range(size.keys)]
        self._then = now - timedelta(days=80)

    def rows(self) -> Iterator[tuple[Table, list[Row]]]:
        """Yield the rows of each table, in an order that foreign keys allow."""
        yield from self._list_people()
        yield from self._list_accounts()
        yield from self._list_keys()
        yield from self._list_addresses()
        yield from self._list_tickets()
        yield from self._list_messages()

    def write_lines(self, work: Work) -> None:
        """Write the team's chain, verified up to its end."""
        for number in range(self._size.lines):
            ticket = self._tickets[number % len(self._tickets)] if self._tickets else None
            at, details = self._ago(self._size.lines - number), {"key": f"trading-{number}", "number": number}
            work.audit.add(
                self._id, self._people[0], Action.KEY_RENEW, Outcome.DONE, at, ticket_id=ticket, details=details
            )
        work.audit.flush()
        work.checkpoints.save(Checkpoint(self._id, *work.audit.head(self._id), verified_at=self._now))

    def _ago(self, steps: int) -> datetime:
        """Return a time between two months and an hour ago: more steps, longer ago, no two teams at once."""
        return self._now - timedelta(hours=1, minutes=steps * 3, milliseconds=self._number)

    def _seal(self, table: Table, column: str, row: object, text: str) -> bytes:
        return self._vault.seal(table.c[column], row, text)  # type: ignore[arg-type]  # an id of the table's kind

    def _list_people(self) -> Iterator[tuple[Table, list[Row]]]:
        then = self._then
        people, members = [], []
        codes: list[Row] = []
        menus: list[Row] = []
        for place, user_id in enumerate(self._people):
            people.append(
                {
                    "user_id": user_id, "name": f"Person {user_id}", "zone": "UTC", "failed_codes": 0,
                    "sealed_totp_seed": self._seal(tables.people, "sealed_totp_seed", user_id, new_seed()),
                    "last_step": 58_000_000, "enrolled_at": then, "email": f"{user_id}@example.org",
                    "email_verified_at": then,
                }
            )  # fmt: skip
            role = Role.OWNER if place == 0 else Role.OPERATOR
            members.append(
                {"team_id": self._id, "user_id": user_id, "role": role.value, "standing": MembershipStatus.ACTIVE.value,
                 "joined_at": then}
            )  # fmt: skip
            codes += [{"user_id": user_id, "code_hash": uuid4().hex, "spent_at": None} for _ in range(RECOVERY_CODES)]
            menus += [
                {"chat_id": chat, "user_id": user_id, "given": name_known_edition()} for chat in (self._chat, user_id)
            ]
        yield tables.people, people
        yield tables.recovery_codes, codes
        yield tables.menus, menus
        calendars = [{"user_id": one, "token_hash": uuid4().hex, "made_at": then} for one in self._people]
        yield tables.calendars, calendars
        team = {
            "id": self._id, "chat_id": self._chat, "topic_id": 0, "title": f"Desk {self._number}",
            "claimed_by": self._people[0], "claimed_at": then, "approvals": 1, "quorum_reached": True,
            "digest_minute": 540,
            "next_digest_at": self._now + timedelta(hours=6, seconds=self._number % 60_000), "digested_on": None,
            "next_sweep_at": self._now + timedelta(hours=6, seconds=self._number % 60_000),
            "next_ends_at": self._now + timedelta(hours=6, seconds=self._number % 60_000),
            "next_head_at": self._now + timedelta(hours=6, seconds=self._number % 60_000),
        }  # fmt: skip
        yield tables.teams, [team]
        yield tables.memberships, members
        invitation = {
            "id": uuid4(), "team_id": self._id, "role": Role.OPERATOR.value, "invited_by": self._people[0],
            "expires_at": then, "user_id": self._people[-1], "redeemed_by": self._people[-1], "redeemed_at": then,
            "closed_at": then,
        }  # fmt: skip
        yield tables.invitations, [invitation]
        counts = {what: getattr(self._size, what) for what in ("keys", "tickets", "addresses", "drifts")}
        yield tables.counters, [{"team_id": self._id, "what": what, "value": value} for what, value in counts.items()]

    def _list_accounts(self) -> Iterator[tuple[Table, list[Row]]]:
        names = ["main", *(f"account-{place}" for place in range(1, len(self._accounts)))]
        rows = [self._account(one, name, AccountKind.EMBEDDED) for one, name in zip(self._accounts, names, strict=True)]
        if self._number % self._size.exchange_in == 0:
            main, sub = uuid4(), uuid4()
            sealed = self._seal(tables.accounts, "sealed_credentials", main, Credentials("A", "S").to_text())
            remote, ask_at = f"{self._number}", self._now + timedelta(minutes=10)
            rows += [
                self._account(
                    main, "coinex-main", AccountKind.COINEX, sealed_credentials=sealed, remote_id=remote, ask_at=ask_at
                ),
                self._account(sub, "coinex", AccountKind.COINEX, main_id=main, remote_id=f"sub-{remote}"),
            ]
        yield tables.accounts, rows
        due = self._now + timedelta(days=1, seconds=self._number % 300)
        subs = [row["id"] for row in rows if row["main_id"] is not None]
        yield (
            tables.looks,
            [{"account_id": one, "due_at": due, "looked_at": self._now, "seen_at": self._now} for one in subs],
        )
        look_at = self._now + timedelta(days=2, seconds=self._number)
        watches = [{"account_id": one, "look_at": look_at, "looked_at": self._ago(1)} for one in self._accounts]
        yield tables.watches, watches

    def _account(self, account_id: UUID, name: str, kind: AccountKind, **more: object) -> Row:
        return {
            "id": account_id, "team_id": self._id, "name": name, "kind": kind.value, "created_at": self._then,
            "standing": ConnectionStatus.CONNECTED.value, "is_frozen": False, "main_id": None, "remote_id": None,
            "sealed_credentials": None, "ask_at": None, **more,
        }  # fmt: skip

    def _list_keys(self) -> Iterator[tuple[Table, list[Row]]]:
        known, booked = [], []
        for place, key_id in enumerate(self._keys):
            made = self._ago(place)
            # Steps of reminders begin four weeks before the expiry.
            ends = self._now + timedelta(days=40, minutes=place, seconds=self._number % 86_400)
            shared: Row = {
                "account_id": self._accounts[place % len(self._accounts)], "remote_id": key_id.hex[:16],
                "access_id": key_id.hex.upper(), "remark": f"trading-{place}", "trade": True, "withdraw": False,
                "ips": [], "created_at": made, "expires_at": ends, "live_at": made,
            }  # fmt: skip
            booked.append(shared)
            own = {
                "id": key_id, "team_id": self._id, "number": place + 1, "folded_remark": f"trading-{place}",
                "announced_live_at": made, "never_expires": False,
            }  # fmt: skip
            known.append(shared | own)
        yield tables.keys, known
        yield tables.book_keys, booked
        alerts = [
            {"key_id": key_id, "anchor_at": self._then, "before_seconds": -86_400, "said_at": self._ago(place)}
            for place, key_id in enumerate(self._keys[::10])
        ]
        yield tables.alerts, alerts
        other = [
            {
                "team_id": self._id,
                "end_id": uuid4(),
                "anchor_at": self._then,
                "before_seconds": 0,
                "said_at": self._then,
            }
        ]
        yield tables.end_alerts, other
        drifts: list[Row] = [
            {
                "id": uuid4(), "team_id": self._id, "account_id": self._accounts[0], "number": number + 1,
                "report_id": uuid4(), "remote_id": uuid4().hex, "key_id": None, "known": None, "there": None,
                "found_at": self._ago(number), "settled_as": DriftResolution.GONE.value, "settled_at": self._ago(0),
                "settled_by": None,
            }
            for number in range(self._size.drifts)
        ]  # fmt: skip
        yield tables.drifts, drifts

    def _list_addresses(self) -> Iterator[tuple[Table, list[Row]]]:
        known, booked, entries = [], [], []
        for number in range(1, self._size.addresses + 1):
            text = f"0x{uuid4().hex}{self._number:08x}"
            shared: Row = {
                "account_id": self._accounts[0], "kind": AddressKind.WITHDRAWAL.value,
                "address_type": AddressType.SINGLE_COIN.value, "remark": f"desk {number}", "coin": "USDT",
                "chain": "ERC20", "address": text, "canonical": text, "memo": None, "created_at": self._then,
                "remote_id": uuid4().hex,
            }  # fmt: skip
            booked.append(shared)
            own = {"id": uuid4(), "team_id": self._id, "number": number, "status": AddressStatus.ACTIVE.value}
            known.append(shared | own)
            entries.append(
                {"ticket_id": uuid4(), "part": 0, "account_id": self._accounts[0], "added_ids": [shared["remote_id"]],
                 "removed_id": None}
            )  # fmt: skip
        yield tables.addresses, known
        yield tables.book_addresses, booked
        yield tables.book_address_entries, entries

    def _list_tickets(self) -> Iterator[tuple[Table, list[Row]]]:
        tickets, proofs, entries = [], [], []
        for place, ticket_id in enumerate(self._tickets):
            at, user_id = self._ago(place), self._people[place % len(self._people)]
            tickets.append(
                {
                    "id": ticket_id, "number": place + 1, "team_id": self._id, "user_id": user_id,
                    "action": Action.KEY_RENEW.value, "payload": {"keys": [f"trading-{place}"]}, "plan": PLAN,
                    "is_money": False, "asked_chat_id": self._chat, "asked_in_private": False, "asked_at": at,
                    "stage": None, "stage_until": None, "parts": [], "ended_as": End.DONE.value, "ended_at": at,
                    "result": PLAN, "approvals": 0, "cares_done": 0, "attempts": 0,
                }
            )  # fmt: skip
            proofs.append(
                {"ticket_id": ticket_id, "kind": ProofKind.CODE.value, "user_id": user_id, "given_at": at,
                 "payload_hash": ticket_id.hex}
            )  # fmt: skip
            entries.append(
                {"id": uuid4(), "ticket_id": ticket_id, "part": 0, "account_id": self._accounts[0],
                 "key_after": {"removed_id": "none"}}
            )  # fmt: skip
        yield tables.tickets, tickets
        yield tables.proofs, proofs
        yield tables.book_entries, entries

    def _list_messages(self) -> Iterator[tuple[Table, list[Row]]]:
        cards, notices = [], []
        for place, card_id in enumerate(self._cards):
            at, user_id = self._ago(place), self._people[place % len(self._people)]
            is_private = place % 2 == 1
            ticket = self._tickets[place % len(self._tickets)] if self._tickets else None
            chat = user_id if is_private else self._chat
            cards.append(
                {"id": card_id, "chat_id": chat, "ticket_id": ticket, "user_id": user_id if is_private else None,
                 "subject": "ticket", "message_id": place + 1}
            )  # fmt: skip
            notices.append(
                {"id": uuid4(), "channel": Channel.SAY.value, "destination": f"chat {chat}", "due_at": at,
                 "chat_id": chat, "card_id": card_id, "user_id": user_id, "state": "delivered", "attempts": 0,
                 "is_leased": False}
            )  # fmt: skip
        yield tables.cards, cards
        yield tables.notices, notices
        first = FIRST_UPDATE + self._number * self._size.updates
        yield (
            tables.inbox,
            [
                {"update_id": first + place, "received_at": self._ago(place), "attempts": 0}
                for place in range(self._size.updates)
            ],
        )
        link = {
            "token_hash": uuid4().hex, "purpose": LinkPurpose.TICKET.value, "subject_id": uuid4(),
            "user_id": self._people[0], "expires_at": self._now + timedelta(minutes=10),
        }  # fmt: skip
        yield tables.links, [link]


async def make(folder: Path, size: Size, url: str = "", **more: Any) -> str:
    """Make a new installation in this folder, or in another database. Return the address of its database."""
    ring, where = KeyRing.new(), url or f"sqlite+aiosqlite:///{folder}/keyminder.db"
    with (folder / "master.key").open("x") as file:
        file.write(ring.to_text())
    database = await Database.open(where, ring)
    try:
        await fill(database, ring, size, datetime.now(UTC), **more)
    finally:
        await database.close()
    return where


def main() -> None:
    """Make it, and print the progress."""
    parser = argparse.ArgumentParser(prog="tests.bench.fill", description="A big installation with a past.")
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--database", default="", metavar="URL", help="an empty one; keyminder.db in the folder unless given"
    )
    for name, default in Size.__dataclass_fields__.items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=int, default=default.default)
    chosen = vars(parser.parse_args())
    folder, url = chosen.pop("folder"), chosen.pop("database")
    folder.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()

    def step(teams: int) -> None:
        sys.stdout.write(f"\r{teams} teams, {time.monotonic() - began:.0f} s ")
        sys.stdout.flush()

    where = asyncio.run(make(folder, Size(**chosen), url, step=step))
    sys.stdout.write(f"\n{where if not url else 'the database'} is filled\n")


if __name__ == "__main__":
    main()
