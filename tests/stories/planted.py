"""Two teams that share nothing, with one of each noun. Every name in a team contains the team's canary."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID, uuid5

from bot.operations.lookup.keys import key_payload
from bot.operations.model.button_data import CommandPress, encode
from bot.sandbox.environment import Environment
from bot.sandbox.telegram.models import Message as Shown
from bot.sandbox.telegram.world import World
from storage.database import Database
from storage.records import (
    Account,
    AccountKind,
    Action,
    Address,
    AddressKind,
    AddressStatus,
    AddressType,
    Card,
    ChatLocation,
    Drift,
    End,
    Event,
    Invitation,
    Key,
    Link,
    LinkPurpose,
    Membership,
    MembershipStatus,
    Message,
    Outcome,
    Part,
    Person,
    Role,
    Stage,
    Team,
    Ticket,
)
from storage.work import Work
from tests.app import BEGINNING

LONG_AGO, SOON = BEGINNING - timedelta(days=40), BEGINNING + timedelta(days=9)
STANDINGS: Mapping[str, tuple[Role, MembershipStatus]] = {
    "owner": (Role.OWNER, MembershipStatus.ACTIVE),
    "approver": (Role.APPROVER, MembershipStatus.ACTIVE),
    "operator": (Role.OPERATOR, MembershipStatus.ACTIVE),
    "viewer": (Role.VIEWER, MembershipStatus.ACTIVE),
    "suspended": (Role.OWNER, MembershipStatus.SUSPENDED),
    "waiting": (Role.OWNER, MembershipStatus.WAITING),
    "left": (Role.OWNER, MembershipStatus.ACTIVE),
    "guest": (Role.VIEWER, MembershipStatus.ACTIVE),
    "limited": (Role.APPROVER, MembershipStatus.ACTIVE),
}
"""The people of each team. `left` leaves its group in the second before, `guest` may own the other team too, and
`limited` is limited to an account in which there is nothing."""
STAGES = (Stage.CODE, Stage.EMAIL, Stage.APPROVAL, Stage.BY_HAND, None)
"""Stages of a team's requests, all asked by its owner. The last one has timed out and can be asked again."""


@dataclass
class Planted:
    """One of the teams."""

    canary: str
    number: int
    seed: str
    tickets: dict[Stage | None, UUID] = field(default_factory=dict)
    cards: dict[Stage | None, int] = field(default_factory=dict)
    """Stage of a request → id of the message in the group that shows it."""
    tokens: dict[LinkPurpose, str] = field(default_factory=dict)
    question: int = 0
    """Id of the message in the group that asks the owner something."""

    @property
    def id(self) -> UUID:
        """Id of the team."""
        return self.make_id("team")

    @property
    def chat_id(self) -> int:
        """Its group."""
        return -1001000000000 - self.number

    @property
    def shout(self) -> str:
        """The canary as people type it: names are found in any case, and answers repeat what was typed."""
        return self.canary.upper()

    @property
    def key(self) -> str:
        """Name of its first key."""
        return f"{self.canary}-key"

    def user(self, who: str) -> int:
        """User id of one of its people."""
        return 1000 * self.number + 100 + list(STANDINGS).index(who)

    def name(self, who: str) -> str:
        """Name of one of its people."""
        return f"{self.canary} {who}"

    def make_id(self, noun: str) -> UUID:
        """Id of one of its objects."""
        return uuid5(UUID(int=self.number), noun)

    def list_ids(self) -> list[str]:
        """Ids of its objects, without dashes."""
        nouns = ("team", "invitation", "secret", "question")
        return [self.make_id(noun).hex for noun in nouns] + self.list_ids_in_account()

    def list_ids_in_account(self) -> list[str]:
        """Ids of its account, and of what is in it or about it."""
        nouns = ("account", "key", "other", "address", "drift", "report")
        return [self.make_id(noun).hex for noun in nouns] + [one.hex for one in self.tickets.values()]

    def list_names_in_account(self) -> list[str]:
        """Names of its account, and of what is in it or about it. Answers that repeat what was typed have capitals."""
        nouns = ("-account", "-key", "-other", "-address", " cold", " plan", "1777", "2777")
        return [*(f"{self.canary}{noun}" for noun in nouns), f"198.51.100.{self.number}"]


def make_teams() -> tuple[Planted, Planted]:
    """Return both teams, not yet planted."""
    return Planted("nightjar", 2, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"), Planted("kestrel", 3, "K" * 32)


def populate(teams: tuple[Planted, Planted], stranger: int, environment: Environment) -> None:
    """Put each team's people into its group, and a stranger and the other team's owner. All have started the bot."""
    world = environment.world
    world.add_person(stranger, "Somebody")
    for team in teams:
        for who in STANDINGS:
            world.add_person(team.user(who), team.name(who))
    for team, other in (teams, teams[::-1]):
        members = [*(team.user(who) for who in STANDINGS), stranger, other.user("owner"), other.user("guest")]
        world.add_group(team.chat_id, f"{team.canary} desk", members=members)
        world.add_bot(team.chat_id, members[0])
    for person in world.people.values():
        person.has_started = True


async def plant(database: Database, world: World, team: Planted) -> None:
    """Write the team into the database, and its messages into its group."""
    for stage in STAGES:
        team.tickets[stage] = team.make_id(f"ticket {stage}")
        team.cards[stage] = _post(world, team, "A request.")
    team.question = _post(world, team, "Which key?")
    await database.write(lambda work: _write(work, team))


async def let_guest_own(database: Database, team: Planted, other: Planted) -> None:
    """Make the team's guest an owner of the other team."""
    owner = Membership(other.id, team.user("guest"), Role.OWNER, MembershipStatus.ACTIVE, LONG_AGO)
    await database.write(lambda work: work.teams.save_membership(owner))


def _post(world: World, team: Planted, text: str) -> int:
    return world.add_message(Shown(0, team.chat_id, world.bot_id, world.now(), text)).message_id


def _write(work: Work, team: Planted) -> None:
    owner = team.user("owner")
    for who in STANDINGS:
        email = f"{who}@{team.canary}.example"
        person = Person(team.user(who), team.name(who), totp_seed_secret=team.seed, enrolled_at=LONG_AGO)
        work.people.save(replace(person, email=email, email_verified_at=LONG_AGO))
    title = f"{team.canary} desk"
    place = Team(team.id, team.chat_id, None, title, owner, LONG_AGO, approvals=1, quorum_reached=True)
    work.teams.add(replace(place, codes_here=True))
    for who, (role, standing) in STANDINGS.items():
        membership = Membership(team.id, team.user(who), role, standing, LONG_AGO, invited_by=owner)
        limits = frozenset({team.make_id("aside")}) if who == "limited" else None
        work.teams.save_membership(replace(membership, accounts=limits))
    account = Account(team.make_id("account"), team.id, f"{team.canary}-account", AccountKind.EMBEDDED, LONG_AGO)
    work.accounts.add(account)
    work.accounts.add(replace(account, id=team.make_id("aside"), name="aside", kind=AccountKind.BY_HAND))
    for noun in ("key", "other"):
        work.keys.add(_key(team, work.keys.next_number(team.id), noun))
    work.addresses.add(replace(_address(team), number=work.addresses.next_numbers(team.id, 1)[0]))
    key = work.keys.get(team.make_id("other")).facts
    there = replace(key, ips=("192.0.2.7",))
    ids = (team.make_id("drift"), team.id, account.id, work.drifts.next_number(team.id), team.make_id("report"))
    work.drifts.add(Drift(*ids, key.remote_id, team.make_id("other"), key, there, LONG_AGO))
    for stage in STAGES:
        _add_ticket(work, team, work.tickets.next_number(team.id), stage)
    invitation = Invitation(team.make_id("invitation"), team.id, Role.OWNER, owner, SOON, user_id=7000 + team.number)
    work.teams.add_invitation(invitation)
    _link(work, team, LinkPurpose.INVITATION, invitation.id, None)
    _link(work, team, LinkPurpose.TICKET, team.tickets[Stage.CODE], owner)
    _link(work, team, LinkPurpose.APPROVAL, team.tickets[Stage.APPROVAL], None)
    _link(work, team, LinkPurpose.PAGE, team.tickets[Stage.EMAIL], owner)
    _link(work, team, LinkPurpose.OLD_PAGE, team.tickets[Stage.EMAIL], owner)
    work.cards.add(Card(team.make_id("secret"), owner, user_id=owner, subject="secret", message_id=77))
    asked = f"again:/renew {team.key}"
    work.cards.add(Card(team.make_id("question"), team.chat_id, subject=asked, message_id=team.question))
    work.audit.add(team.id, owner, Event.TEAM_CLAIM, Outcome.DONE, LONG_AGO, details={"team": title})


def _key(team: Planted, number: int, noun: str) -> Key:
    return Key(
        id=team.make_id(noun),
        team_id=team.id,
        account_id=team.make_id("account"),
        number=number,
        remark=f"{team.canary}-{noun}",
        access_id=f"{team.canary}{number}".ljust(32, "7"),
        trade=True,
        withdraw=False,
        ips=(f"198.51.100.{team.number}",),
        created_at=LONG_AGO,
        expires_at=SOON,
        live_at=LONG_AGO,
        announced_live_at=LONG_AGO,
        remote_id=f"{team.canary}-{number}",
    )


def _address(team: Planted) -> Address:
    where = f"0x{team.number:040x}"
    return Address(
        AddressKind.WITHDRAWAL,
        AddressType.SINGLE_COIN,
        "USDT",
        "Ethereum",
        where,
        where,
        None,
        f"{team.canary} cold",
        remote_id=f"{team.canary}-address",
        created_at=LONG_AGO,
        id=team.make_id("address"),
        team_id=team.id,
        account_id=team.make_id("account"),
        number=1,
        status=AddressStatus.ACTIVE,
    )


def _add_ticket(work: Work, team: Planted, number: int, stage: Stage | None) -> None:
    key_id, is_over = team.make_id("key"), stage is None
    ticket = Ticket(
        id=team.tickets[stage],
        number=number,
        team_id=team.id,
        user_id=team.user("owner"),
        action=Action.KEY_RENEW,
        payload=key_payload([work.keys.get(key_id)]),
        plan=Message("plan-adopt-key", {"key": f"{team.canary} plan", "findings": "-"}),
        is_money=stage in {Stage.EMAIL, Stage.APPROVAL},
        asked_in=ChatLocation(team.chat_id, None, team.cards[stage]),
        asked_at=BEGINNING,
        stage=stage,
        stage_until=None if is_over else BEGINNING + timedelta(hours=20),
        parts=(Part(1, key_id),),
        end=End.TIMED_OUT if is_over else None,
        ended_at=BEGINNING if is_over else None,
        mailed_at=LONG_AGO,
        approvals=1,
        said=f"/renew {team.key}",
        accounts=frozenset({team.make_id("account")}),
    )
    work.tickets.add(ticket)
    press = encode(CommandPress(("pending", str(number)), page=1))
    card = Card(team.make_id(f"card {stage}"), team.chat_id, ticket_id=ticket.id, message_id=team.cards[stage])
    work.cards.add(card if stage is not Stage.BY_HAND else replace(card, press=press, reader=team.user("owner")))


def _link(work: Work, team: Planted, purpose: LinkPurpose, subject_id: UUID, user_id: int | None) -> None:
    team.tokens[purpose] = work.links.create(Link(purpose, subject_id, user_id, SOON))
