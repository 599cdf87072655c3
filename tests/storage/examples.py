"""One complete example of each noun, with every field filled."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from storage.records import (
    Account,
    AccountKind,
    Action,
    Address,
    AddressKind,
    AddressStatus,
    AddressType,
    AddressWish,
    Button,
    Card,
    ChatLocation,
    Document,
    Key,
    Membership,
    MembershipStatus,
    Message,
    MessageContent,
    Outcome,
    Part,
    Person,
    PlannedAddress,
    QrCode,
    Role,
    Stage,
    Team,
    Ticket,
)
from storage.work import Work

NOW = datetime(2026, 11, 22, 9, 0, 0, 123456, tzinfo=UTC)
HOUR = timedelta(hours=1)
LEASE = timedelta(seconds=15)
HOLDER = UUID(int=0x40)
OLGA, MAX, VERA = 1001, 1002, 7_000_000_003
CHAT = -1001000000001
SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
TEAM_ID = UUID(int=0xA)
ACCOUNT_ID = UUID(int=0xB)

TEAM = Team(TEAM_ID, CHAT, None, "Trading «EU» 🔑", OLGA, NOW, approvals=2, quorum_reached=True)
ACCOUNT = Account(ACCOUNT_ID, TEAM_ID, "main", AccountKind.COINEX, NOW, "sub-7", "exchange-secret")
PERSON = Person(
    OLGA,
    "Olga Ö.",
    "Europe/Vienna",
    totp_seed_secret=SEED,
    pending_seed_secret=SEED[::-1],
    last_step=58_000_000,
    enrolled_at=NOW,
    failed_codes=2,
    locked_until=NOW + HOUR,
    email="olga@example.com",
    email_verified_at=NOW,
    may_enrol_until=NOW + HOUR,
)
PLANNED = PlannedAddress(
    AddressWish(AddressKind.INTER_USER, AddressType.UNIVERSAL, "USDT", "TRC20", "TXYZ", "txyz", "memo 7", "cold"),
    is_checked=False,
    notices=(Message("look-alike", {"address": "TX⟦Y⟧Z"}),),
)
CONTENT = MessageContent(
    Message(
        "key-renewed",
        {"key": "trading", "until": NOW, "count": 3, "is-last": True, "why": None, "lines": (PLANNED, Message("more"))},
    ),
    buttons=(
        (Button(Message("yes"), press="yes 1"), Button(Message("open"), start="token")),
        (Button(Message("copy"), copies="ID"),),
    ),
    picture=QrCode("otpauth://totp"),
    document=Document("codes.csv", (("one", Message("two")),)),
    expects_reply=True,
    stays_gone=True,
    is_silent=True,
)


def found(work: Work) -> None:
    """Create Olga, Max, their team and its account."""
    for user_id, name in ((OLGA, "Olga"), (MAX, "Max")):
        work.people.upsert(user_id, name)
    work.teams.add(TEAM)
    work.accounts.add(ACCOUNT)


def member(
    user_id: int, role: Role, standing: MembershipStatus = MembershipStatus.ACTIVE, team_id: UUID = TEAM_ID
) -> Membership:
    """Return a membership of the team."""
    return Membership(team_id, user_id, role, standing, NOW, invited_by=OLGA)


def key(number: int, remark: str = "", access_id: str = "") -> Key:
    """Return a key of the account."""
    return Key(
        id=UUID(int=number),
        team_id=TEAM_ID,
        account_id=ACCOUNT_ID,
        number=number,
        remark=remark or f"key {number}",
        access_id=access_id or f"ACCESS{number}",
        trade=True,
        withdraw=False,
        ips=("192.0.2.1", "2001:db8::1"),
        created_at=NOW,
        expires_at=NOW + 90 * 24 * HOUR,
        live_at=NOW + number * HOUR,
        announced_live_at=None,
        remote_id=str(number),
    )


def an_address(number: int) -> Address:
    """Return a whitelisted address."""
    kinds = AddressKind.INTER_USER, AddressType.UNIVERSAL
    texts = "USDT", "TRC20", "TXYZ", "txyz", "memo 7", "cold"
    return Address(
        *kinds,
        *texts,
        remote_id="",
        created_at=NOW,
        id=UUID(int=number),
        team_id=TEAM_ID,
        account_id=ACCOUNT_ID,
        number=number,
        status=AddressStatus.NOT_YET_ENTERED,
    )


def ticket(number: int, stage: Stage | None = Stage.CODE, team_id: UUID | None = TEAM_ID) -> Ticket:
    """Return a ticket of Olga's."""
    return Ticket(
        id=uuid4(),
        number=number,
        team_id=team_id,
        user_id=OLGA,
        action=Action.KEY_RENEW,
        payload={"key_id": str(UUID(int=1)), "ips": ["192.0.2.1"], "days": None, "deep": {"a": 1.5, "b": True}},
        plan=Message("plan", {"lines": (Message("one"), Message("two", {"names": ("a", "b")})), "at": NOW}),
        is_money=True,
        asked_in=ChatLocation(CHAT, 7, 99, is_private=True),
        asked_at=NOW + number * HOUR,
        stage=stage,
        stage_until=NOW + (number + 1) * HOUR,
        parts=(Part(1, UUID(int=1), Outcome.FAILED, Message("full", {"at": NOW})), Part(2)),
        mailed_at=NOW,
        approvals=1,
    )


def card(number: int, **fields: object) -> Card:
    """Return a card in the team's chat."""
    return Card(UUID(int=number), CHAT, **fields)  # type: ignore[arg-type]  # any field a test needs
