"""The collections of one transaction, one per noun."""

from datetime import datetime
from functools import cached_property

from sqlalchemy import Connection

from storage.accounts import Accounts
from storage.additions import Additions
from storage.addresses import Addresses
from storage.alerts import Alerts
from storage.audit import Audit
from storage.audit_checkpoints import AuditCheckpoints
from storage.audit_lines import AuditLines
from storage.calendars import Calendars
from storage.cards import Cards
from storage.coins import Coins
from storage.deliveries import Deliveries
from storage.doctor_requests import DoctorRequests
from storage.drifts import Drifts
from storage.emails import Emails
from storage.embedded_ledger import Books
from storage.embedded_whitelist import AddressBooks
from storage.end_alerts import EndAlerts
from storage.head_mails import HeadMails
from storage.heartbeats import Heartbeats
from storage.held_notices import HeldNotices
from storage.inbox import Inbox
from storage.key_expiries import KeyExpiries
from storage.key_rotations import KeyRotations
from storage.keys import Keys
from storage.leases import Leases
from storage.links import Links
from storage.menus import Menus
from storage.moves import Moves
from storage.new_cards import NewCards
from storage.outbox import Outbox
from storage.people import People
from storage.pinned_cards import PinnedCards
from storage.real_time import real_now
from storage.reconciliations import Reconciliations
from storage.running_tickets import RunningTickets
from storage.sealing import FieldCipher
from storage.teams import Teams
from storage.tickets import Tickets
from storage.transaction import Transaction
from storage.unreachable_chats import UnreachableChats


class Work:
    """The collections, in one transaction. Each is made on first use."""

    def __init__(self, connection: Connection, cipher: FieldCipher, additions: Additions | None = None) -> None:
        self.transaction = Transaction(connection, additions)
        self._cipher = cipher

    people = cached_property(lambda self: People(self.transaction, self._cipher))
    teams = cached_property(lambda self: Teams(self.transaction))
    accounts = cached_property(lambda self: Accounts(self.transaction, self._cipher))
    keys = cached_property(lambda self: Keys(self.transaction))
    expiries = cached_property(lambda self: KeyExpiries(self.transaction))
    alerts = cached_property(lambda self: Alerts(self.transaction))
    end_alerts = cached_property(lambda self: EndAlerts(self.transaction))
    rotations = cached_property(lambda self: KeyRotations(self.transaction))
    drifts = cached_property(lambda self: Drifts(self.transaction))
    reconciliations = cached_property(lambda self: Reconciliations(self.transaction))
    doctor_requests = cached_property(lambda self: DoctorRequests(self.transaction))
    addresses = cached_property(lambda self: Addresses(self.transaction))
    tickets = cached_property(lambda self: Tickets(self.transaction))
    running_tickets = cached_property(lambda self: RunningTickets(self.transaction))
    leases = cached_property(lambda self: Leases(self.transaction))
    links = cached_property(lambda self: Links(self.transaction, self._cipher))
    calendars = cached_property(lambda self: Calendars(self.transaction, self._cipher))
    cards = cached_property(lambda self: Cards(self.transaction))
    new_cards = cached_property(lambda self: NewCards(self.transaction, self._cipher))
    pinned_cards = cached_property(lambda self: PinnedCards(self.transaction))
    menus = cached_property(lambda self: Menus(self.transaction))
    moves = cached_property(lambda self: Moves(self.transaction))
    audit = cached_property(lambda self: Audit(self.transaction, self._cipher))
    audit_lines = cached_property(lambda self: AuditLines(self.transaction))
    checkpoints = cached_property(lambda self: AuditCheckpoints(self.transaction, self._cipher))
    inbox = cached_property(lambda self: Inbox(self.transaction, self._cipher))
    outbox = cached_property(lambda self: Outbox(self.transaction, self._cipher))
    deliveries = cached_property(lambda self: Deliveries(self.transaction, self._cipher))
    held = cached_property(lambda self: HeldNotices(self.transaction))
    emails = cached_property(lambda self: Emails(self.transaction))
    books = cached_property(lambda self: Books(self.transaction, self._cipher))
    address_books = cached_property(lambda self: AddressBooks(self.transaction))
    unreachable_chats = cached_property(lambda self: UnreachableChats(self.transaction))
    coins = cached_property(lambda self: Coins(self.transaction))
    head_mails = cached_property(lambda self: HeadMails(self.transaction))
    heartbeats = cached_property(lambda self: Heartbeats(self.transaction))

    @property
    def connection(self) -> Connection:
        """Return SQLAlchemy's connection. What it changes is not noted."""
        return self.transaction.connection

    @property
    def cipher(self) -> FieldCipher:
        """Return what seals and opens the fields of records."""
        return self._cipher

    @property
    def changed(self) -> frozenset[str]:
        """Return the names of the tables that were written so far."""
        return frozenset(self.transaction.changed)

    def real_now(self) -> datetime:
        """Return the moment for leases and back-offs, which is the same for all processes on this database."""
        return real_now(self.transaction)

    def finish(self) -> None:
        """Do what must be last in a transaction: the audit's heads are locked last."""
        self.audit.flush()
