"""Plain records for the tables of the rules."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from storage.records import Account, AccountKind, Key, Membership, MembershipStatus, Person, Role

NOW = datetime(2027, 1, 15, 12, 0, tzinfo=UTC)
TEAM = UUID(int=1)


def account(name: str = "main", team_id: UUID = TEAM) -> Account:
    return Account(uuid4(), team_id, name, AccountKind.EMBEDDED, NOW)


def member(
    role: Role = Role.OPERATOR,
    standing: MembershipStatus = MembershipStatus.ACTIVE,
    user_id: int = 7,
) -> Membership:
    return Membership(TEAM, user_id, role, standing, NOW)


def person(
    enrolled_at: datetime | None = None, email: str | None = None, email_verified_at: datetime | None = None
) -> Person:
    return Person(7, "Olga", enrolled_at=enrolled_at, email=email, email_verified_at=email_verified_at)


def key(
    number: int = 1,
    remark: str = "trading-eu",
    ips: tuple[str, ...] = (),
    expires_at: datetime | None = None,
    live_at: datetime | None = NOW,
) -> Key:
    return Key(
        id=uuid4(),
        team_id=TEAM,
        account_id=UUID(int=2),
        number=number,
        remark=remark,
        access_id=f"ACCESS{number:04}",
        trade=True,
        withdraw=False,
        ips=ips,
        created_at=NOW,
        expires_at=expires_at,
        live_at=live_at,
        remote_id="",
    )
