"""The services that a command's handler may use."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime

from bot.chat.ephemeral import EphemeralSender
from bot.chat.messages import MessageSender
from bot.chat.telegram.activity import Activity
from bot.chat.telegram.incoming import Incoming
from bot.operations.alerts.react import Reactions
from bot.operations.chats.bot_membership import BotMembership
from bot.operations.chats.claim_team import ClaimTeam
from bot.operations.chats.move_team import MoveTeam
from bot.operations.desk.approving import Approving
from bot.operations.desk.choices import Choices
from bot.operations.desk.code_revocation import CodeRevocation
from bot.operations.desk.desk import Desk
from bot.operations.desk.group_codes import GroupCodes
from bot.operations.desk.offers import Offers
from bot.operations.desk.open_tickets import OpenTickets
from bot.operations.desk.presses import ButtonPresses
from bot.operations.desk.typed_codes import TypedCodes
from bot.operations.doctor.request_report import Doctor
from bot.operations.members.access import Access
from bot.operations.members.choose_quiet import ChooseTimes
from bot.operations.members.choose_theme import ChooseTheme
from bot.operations.members.enrol_person import EnrolPerson
from bot.operations.members.personal_calendar import PersonalCalendar
from bot.operations.members.redeem_invitation import RedeemInvitation
from bot.operations.queries.overview import Overview
from bot.operations.ticket.screens import Screens
from storage.records import ChatLocation


@dataclass(frozen=True, slots=True)
class Services:
    """Services of a handler."""

    desk: Desk
    accepting: Offers
    burning: CodeRevocation
    pending: OpenTickets
    presses: ButtonPresses
    approving: Approving
    overview: Overview
    screens: Screens
    choices: Choices
    claiming: ClaimTeam
    moving: MoveTeam
    bot_membership: BotMembership
    redeeming: RedeemInvitation
    access: Access
    reactions: Reactions
    enrolling: EnrolPerson
    typed_codes: TypedCodes
    times: ChooseTimes
    calendars: PersonalCalendar
    themes: ChooseTheme
    doctor: Doctor
    group_codes: GroupCodes
    sender: MessageSender
    ephemerals: EphemeralSender
    fetch_file: Callable[[str], Awaitable[bytes]]
    """Download a document by its file id."""
    at_work: Callable[[ChatLocation, Activity], AbstractAsyncContextManager[None]]
    """Show in a chat what the bot does, as long as the block runs."""
    own_ips: Callable[[], Sequence[str]]
    """IPs from which exchanges see this machine, as far as known."""
    now: Callable[[], datetime]


Handler = Callable[[Services, Incoming], Awaitable[bool]]
"""Handle a command. True if the update was spent in a transaction of its own."""
