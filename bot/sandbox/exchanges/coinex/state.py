"""The accounts at this CoinEx: main users, their sub-accounts, keys and withdrawal whitelist."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

DAY_MS = 86_400_000
TERM_MS = 90 * DAY_MS
KEYS_LIMIT, IPS_LIMIT, SUB_ACCOUNTS_LIMIT, REMARK_LIMIT = 50, 50, 20, 50
PERMISSIONS = ("FUTURES", "MARGIN", "AMM", "API")
FIRST_API_ID, FIRST_WITHDRAW_ID = 7001, 301


@dataclass(slots=True)
class Key:
    """An API key. Times are in milliseconds."""

    api_id: int
    access_id: str
    secret_key: str = field(repr=False)
    created_at: int
    expires_at: int
    """0: never."""
    ip_whitelist: list[str]
    trade_enabled: bool
    withdraw_enabled: bool = False
    remark: str = ""
    sub_user_name: str | None = None
    """None: a key of the main account itself."""

    def is_expired(self, now: int) -> bool:
        """Whether it has expired. At the exact time of its expiry it has."""
        return self.expires_at != 0 and now >= self.expires_at


@dataclass(slots=True)
class SubAccount:
    """A sub-account."""

    sub_user_name: str
    permissions: list[str] = field(default_factory=lambda: list(PERMISSIONS))
    is_frozen: bool = False
    remark: str = ""


@dataclass(slots=True)
class Withdrawal:
    """A requested withdrawal. Amounts are decimal text, and the fee is added."""

    withdraw_id: int
    created_at: int
    ccy: str
    chain: str
    withdraw_method: str
    memo: str
    amount: str
    fee_ccy: str
    tx_fee: str
    to_address: str
    status: str
    remark: str


@dataclass(slots=True)
class MainUser:
    """A person with a main account."""

    user_id: str
    sub_accounts: dict[str, SubAccount] = field(default_factory=dict)
    keys: dict[int, Key] = field(default_factory=dict)
    whitelist: list[tuple[str, str]] = field(default_factory=list)
    """Chain and address allowed for withdrawals by API. Edited on the web page only."""
    withdrawals: dict[int, Withdrawal] = field(default_factory=dict)

    def list_keys(self, sub_user_name: str) -> list[Key]:
        """A sub-account's keys, newest first."""
        found = [key for key in self.keys.values() if key.sub_user_name == sub_user_name]
        return sorted(found, key=lambda key: -key.api_id)


@dataclass(slots=True)
class CoinExState:
    """All users. Ids of keys and of withdrawals count through all of them."""

    users: dict[str, MainUser] = field(default_factory=dict)
    next_api_id: int = FIRST_API_ID
    next_withdraw_id: int = FIRST_WITHDRAW_ID

    def find_key(self, access_id: str) -> tuple[MainUser, Key] | None:
        """The key with this access id, and its owner."""
        return next(((user, key) for user, key in self._all_keys() if key.access_id == access_id), None)

    def add_user(self, *sub_accounts: str) -> MainUser:
        """Add a main user with these sub-accounts."""
        user = MainUser(secrets.token_hex(4).upper())
        user.sub_accounts = {name: SubAccount(name) for name in sub_accounts}
        self.users[user.user_id] = user
        return user

    def add_key(self, user: MainUser, sub_user_name: str | None, now: int, **settings: Any) -> Key:
        """Add a key of a main account (None) or a sub-account. With IPs it does not expire, else after `term`."""
        ips, term = list(settings.pop("ip_whitelist", ())), settings.pop("term", TERM_MS)
        key = Key(
            api_id=self.next_api_id,
            access_id=secrets.token_hex(16).upper(),
            secret_key=secrets.token_hex(24).upper(),
            created_at=now,
            expires_at=0 if ips else now + term,
            ip_whitelist=ips,
            trade_enabled=bool(settings.pop("trade_enabled", False)),
            sub_user_name=sub_user_name,
            **settings,
        )
        self.next_api_id += 1
        user.keys[key.api_id] = key
        return key

    def take_withdraw_id(self) -> int:
        """Return a new number for a withdrawal."""
        self.next_withdraw_id += 1
        return self.next_withdraw_id - 1

    def dump(self) -> dict[str, object]:
        """As JSON, to be saved."""
        return asdict(self)

    @classmethod
    def load(cls, kept: object) -> "CoinExState":
        """Load what `dump` wrote. None gives an empty state."""
        state = cls()
        if not isinstance(kept, Mapping):
            return state
        rows = cast("Mapping[str, Any]", kept)
        state.next_api_id = rows["next_api_id"]
        # A file from before withdrawals were saved has none.
        state.next_withdraw_id = rows.get("next_withdraw_id", FIRST_WITHDRAW_ID)
        for row in rows["users"].values():
            user = MainUser(row["user_id"], whitelist=[(chain, address) for chain, address in row["whitelist"]])
            user.sub_accounts = {name: SubAccount(**one) for name, one in row["sub_accounts"].items()}
            user.keys = {int(api_id): Key(**one) for api_id, one in row["keys"].items()}
            withdrawals = row.get("withdrawals", {}).items()
            user.withdrawals = {int(number): Withdrawal(**one) for number, one in withdrawals}
            state.users[user.user_id] = user
        return state

    def _all_keys(self) -> Iterator[tuple[MainUser, Key]]:
        for user in self.users.values():
            for key in user.keys.values():
                yield user, key


def open_account(state: CoinExState, sub_accounts: Sequence[str], now: int, ips: Sequence[str]) -> Key:
    """Open a main user with these sub-accounts, and a key of theirs that has worked for a day."""
    return state.add_key(state.add_user(*sub_accounts), None, now - DAY_MS, ip_whitelist=list(ips))


def as_milliseconds(moment: datetime) -> int:
    """A time as CoinEx writes it."""
    return round(moment.timestamp() * 1000)


def as_span(span: timedelta) -> int:
    """A duration as CoinEx counts it."""
    return round(span.total_seconds() * 1000)
