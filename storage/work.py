"""What a body has in its hands: one small collection per noun, all within one transaction.

It must not know whether the transaction will last.
"""

from datetime import datetime

from sqlalchemy import Connection

from storage.accounts import Accounts
from storage.address_books import AddressBooks
from storage.addresses import Addresses
from storage.alerts import Alerts
from storage.audit import Audit
from storage.books import Books
from storage.cards import Cards
from storage.changes import start_noting
from storage.coins import Coins
from storage.drifts import Drifts
from storage.examinations import Examinations
from storage.held_notices import HeldNotices
from storage.inbox import Inbox
from storage.key_rotations import KeyRotations
from storage.keys import Keys
from storage.leases import Leases
from storage.letters import Letters
from storage.links import Links
from storage.looks import Looks
from storage.outbox import Outbox
from storage.people import People
from storage.real_time import real_now
from storage.running_tickets import RunningTickets
from storage.sealing import Vault
from storage.signs_of_life import SignsOfLife
from storage.silences import Silences
from storage.teams import Teams
from storage.tickets import Tickets


class Work:
    """The collections, on one connection."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self.connection = connection
        self._changed = start_noting(connection)
        self.people = People(connection, vault)
        self.teams = Teams(connection)
        self.accounts = Accounts(connection, vault)
        self.keys = Keys(connection)
        self.alerts = Alerts(connection)
        self.rotations = KeyRotations(connection)
        self.drifts = Drifts(connection)
        self.looks = Looks(connection)
        self.examinations = Examinations(connection)
        self.addresses = Addresses(connection)
        self.tickets = Tickets(connection)
        self.running_tickets = RunningTickets(connection)
        self.leases = Leases(connection)
        self.links = Links(connection, vault)
        self.cards = Cards(connection)
        self.audit = Audit(connection, vault)
        self.inbox = Inbox(connection, vault)
        self.outbox = Outbox(connection, vault)
        self.held = HeldNotices(connection)
        self.letters = Letters(connection)
        self.books = Books(connection, vault)
        self.address_books = AddressBooks(connection)
        self.silences = Silences(connection)
        self.coins = Coins(connection)
        self.signs_of_life = SignsOfLife(connection)

    @property
    def changed(self) -> frozenset[str]:
        """Names of the tables that were written so far."""
        return frozenset(self._changed)

    def real_now(self) -> datetime:
        """The moment that leases and back-offs run on, which is the same for all processes on this database."""
        return real_now(self.connection)

    def finish(self) -> None:
        """What belongs at the very end of a transaction: the audit's heads are locked last."""
        self.audit.flush()
