"""The embedded registry keeps the contract and rules 1 to 5 of the design.

Of rule 6 it keeps what a ledger can keep.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID, uuid4

import pytest

from bot.exchanges.embedded import Apply, EmbeddedRegistry, Mint
from bot.exchanges.embedded_whitelist import ApplyToAddresses, EmbeddedWhitelist
from bot.exchanges.exchange import ExchangeRefused, NewKey, Reference, SecretForgotten
from bot.rules.verdict import Reason, Refused
from storage.records import AddressFacts, AddressLedgerEntry, KeyFacts, LedgerEntry
from tests.exchanges.contract import FIFTY_IPS, IP, OTHER_IP, ExchangeContract, new_reference, wish

DAY = timedelta(days=1)
ACCOUNT = UUID(int=5)


@dataclass
class Watch:
    """A clock that the test moves."""

    moment: datetime = datetime(2027, 1, 15, 12, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment


@dataclass
class KeysInMemory:
    """The keys of one account."""

    keys: dict[str, KeyFacts]

    def find(self, remote_id: str) -> KeyFacts | None:
        return self.keys.get(remote_id)

    def list(self) -> Sequence[KeyFacts]:
        return tuple(self.keys.values())


@dataclass
class BooksInMemory:
    """The ledger in two dictionaries. A lock makes each entry one transaction."""

    keys: dict[UUID, dict[str, KeyFacts]] = field(default_factory=dict)
    entries: dict[tuple[UUID, int], LedgerEntry] = field(default_factory=dict)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def list(self, account_id: UUID) -> Sequence[KeyFacts]:
        return tuple(self.keys.get(account_id, {}).values())

    async def enter(self, account_id: UUID, ticket_id: UUID, part: int, apply: Apply) -> LedgerEntry:
        async with self.lock:
            if (ticket_id, part) not in self.entries:
                keys = self.keys.setdefault(account_id, {})
                entry = apply(KeysInMemory(keys))
                if entry.key is not None:
                    keys[entry.key.remote_id] = entry.key
                keys.pop(entry.removed_id or "", None)
                self.entries[ticket_id, part] = entry
            return self.entries[ticket_id, part]

    def forget_secret(self, ticket_id: UUID) -> None:
        for reference, entry in self.entries.items():
            if reference[0] == ticket_id:
                self.entries[reference] = replace(entry, key_secret=None)


@dataclass
class AddressesInMemory:
    """The whitelist's ledger in two dictionaries. A lock makes each entry one transaction."""

    addresses: dict[str, AddressFacts] = field(default_factory=dict)
    entries: dict[Reference, AddressLedgerEntry] = field(default_factory=dict)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def list(self, account_id: UUID) -> Sequence[AddressFacts]:
        return tuple(self.addresses.values())

    async def enter(self, account_id: UUID, reference: Reference, apply: ApplyToAddresses) -> AddressLedgerEntry:
        async with self.lock:
            if reference not in self.entries:
                entry = apply(tuple(self.addresses.values()))
                self.addresses.update({one.remote_id: one for one in entry.added})
                self.addresses.pop(entry.removed_id or "", None)
                self.entries[reference] = entry
            return self.entries[reference]


def whitelist(watch: "Watch") -> EmbeddedWhitelist:
    """Return an empty whitelist."""
    return EmbeddedWhitelist(ACCOUNT, AddressesInMemory(), watch.now)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def books() -> BooksInMemory:
    return BooksInMemory()


@pytest.fixture
def registry(watch: Watch, books: BooksInMemory) -> EmbeddedRegistry:
    return EmbeddedRegistry(ACCOUNT, books, watch.now, account_name="main", whitelist=whitelist(watch))


class TestContract(ExchangeContract):
    """Runs the whole kit."""

    @pytest.fixture
    def exchange(self, registry: EmbeddedRegistry, watch: Watch) -> EmbeddedRegistry:
        self.watch = watch
        return registry

    async def wait_a_day(self) -> None:
        self.watch.moment += DAY


async def make(registry: EmbeddedRegistry, remark: str = "bot", ips: Sequence[str] = ()) -> KeyFacts:
    return (await registry.create_key(new_reference(), wish(remark, ips))).key


@pytest.mark.parametrize(("trade", "withdraw"), [(False, False), (True, False), (False, True), (True, True)])
async def test_rule_1_a_key_has_a_remark_permissions_and_ips(
    registry: EmbeddedRegistry, trade: bool, withdraw: bool
) -> None:
    created = await registry.create_key(new_reference(), NewKey("bot", trade, withdraw, ("2001:DB8::1",)))
    key = created.key
    assert (key.remark, key.trade, key.withdraw, key.ips) == ("bot", trade, withdraw, (OTHER_IP,))


async def test_rule_2_the_51st_key_is_refused_and_expired_ones_count(registry: EmbeddedRegistry, watch: Watch) -> None:
    for number in range(50):
        await make(registry, f"bot-{number}")
    watch.moment += 91 * DAY
    with pytest.raises(ExchangeRefused) as caught:
        await make(registry)
    assert caught.value.refused == Refused(Reason.KEYS_FULL, {"account": "main", "limit": 50})


async def test_rule_2_a_deleted_key_makes_room(registry: EmbeddedRegistry) -> None:
    keys = [await make(registry, f"bot-{number}") for number in range(50)]
    await registry.delete_key(new_reference(), keys[0].remote_id)
    await make(registry, "bot-0")
    assert len(await registry.list_keys()) == 50


async def test_rule_2_another_account_has_its_own_limit_and_names(
    registry: EmbeddedRegistry, books: BooksInMemory, watch: Watch
) -> None:
    other = EmbeddedRegistry(uuid4(), books, watch.now, whitelist=whitelist(watch))
    await make(registry, "bot")
    await make(other, "bot")
    assert len(await registry.list_keys()) == len(await other.list_keys()) == 1


@pytest.mark.parametrize(
    ("ips", "reason"),
    [
        ([*FIFTY_IPS, IP], Reason.IPS_FULL),
        ([IP, f"::ffff:{IP}"], Reason.IP_TWICE),
        (["203.0.113.0/24"], Reason.IP_RANGE),
        (["203.0.113.300"], Reason.IP_BAD),
    ],
)
async def test_rule_2_bad_ips_are_refused_and_change_nothing(
    registry: EmbeddedRegistry, ips: list[str], reason: Reason
) -> None:
    key = await make(registry, ips=[OTHER_IP])
    with pytest.raises(ExchangeRefused) as caught:
        await registry.set_ips(new_reference(), key.remote_id, ips)
    assert caught.value.refused.reason is reason
    with pytest.raises(ExchangeRefused) as caught:
        await make(registry, "other", ips)
    assert caught.value.refused.reason is reason
    assert list(await registry.list_keys()) == [key]


@pytest.mark.parametrize(
    ("remark", "reason"),
    [
        ("BOT", Reason.REMARK_TAKEN),
        (" bot ", Reason.REMARK_TAKEN),
        ("", Reason.REMARK_EMPTY),
        ("a" * 51, Reason.REMARK_TOO_LONG),
        ("7", Reason.REMARK_DIGITS),
        ("=bot", Reason.REMARK_CHARACTERS),
    ],
)
async def test_a_bad_or_taken_remark_is_refused(registry: EmbeddedRegistry, remark: str, reason: Reason) -> None:
    key = await make(registry, "bot")
    with pytest.raises(ExchangeRefused) as caught:
        await make(registry, remark)
    assert caught.value.refused.reason is reason
    assert list(await registry.list_keys()) == [key]


async def test_rule_3_without_ip_valid_90_days_and_with_ip_for_ever(registry: EmbeddedRegistry, watch: Watch) -> None:
    assert (await make(registry, "unbound")).expires_at == watch.moment + 90 * DAY
    assert (await make(registry, "bound", [IP])).expires_at is None


async def test_rule_3_binding_revives_an_expired_key(registry: EmbeddedRegistry, watch: Watch) -> None:
    key = await make(registry)
    watch.moment += 91 * DAY
    assert (await registry.set_ips(new_reference(), key.remote_id, [IP])).expires_at is None


async def test_rule_3_unbinding_the_last_ip_starts_90_days(registry: EmbeddedRegistry, watch: Watch) -> None:
    key = await make(registry, ips=[IP, OTHER_IP])
    watch.moment += 200 * DAY
    one_left = await registry.set_ips(new_reference(), key.remote_id, [OTHER_IP])
    assert one_left.expires_at is None
    none_left = await registry.set_ips(new_reference(), key.remote_id, [])
    assert none_left.expires_at == watch.moment + 90 * DAY


async def test_rule_3_unbinding_an_unbound_key_wins_no_time(registry: EmbeddedRegistry, watch: Watch) -> None:
    key = await make(registry)
    watch.moment += 10 * DAY
    assert (await registry.set_ips(new_reference(), key.remote_id, [])).expires_at == key.expires_at


@pytest.mark.parametrize("age", [0 * DAY, 89 * DAY, 90 * DAY, 400 * DAY])
async def test_rule_4_renewing_gives_90_days_from_now_even_to_an_expired_key(
    registry: EmbeddedRegistry, watch: Watch, age: timedelta
) -> None:
    key = await make(registry)
    watch.moment += age
    renewed = await registry.renew_key(new_reference(), key.remote_id)
    assert renewed == replace(key, expires_at=watch.moment + 90 * DAY)


async def test_rule_4_renewing_a_bound_key_is_refused_as_unnecessary(registry: EmbeddedRegistry) -> None:
    key = await make(registry, ips=[IP])
    with pytest.raises(ExchangeRefused) as caught:
        await registry.renew_key(new_reference(), key.remote_id)
    assert caught.value.refused == Refused(Reason.KEY_BOUND, {"key": "bot"})
    assert list(await registry.list_keys()) == [key]


async def test_rule_5_a_new_key_is_live_after_15_minutes(registry: EmbeddedRegistry, watch: Watch) -> None:
    key = await make(registry)
    assert (key.created_at, key.live_at) == (watch.moment, watch.moment + timedelta(minutes=15))


async def test_rule_6_the_same_secret_is_answered_until_it_is_forgotten(
    registry: EmbeddedRegistry, books: BooksInMemory
) -> None:
    reference = new_reference()
    created = await registry.create_key(reference, wish())
    assert (await registry.create_key(reference, wish())).key_secret == created.key_secret
    books.forget_secret(reference.ticket_id)
    with pytest.raises(SecretForgotten):
        await registry.create_key(reference, wish())
    assert list(await registry.list_keys()) == [created.key]


async def test_rule_6_the_secret_is_in_no_repr_of_the_ledger(registry: EmbeddedRegistry, books: BooksInMemory) -> None:
    created = await registry.create_key(new_reference(), wish())
    assert created.key_secret not in repr(books)


async def test_a_repeat_answers_what_was_recorded_then(registry: EmbeddedRegistry, watch: Watch) -> None:
    reference = new_reference()
    key = await make(registry)
    renewed = await registry.renew_key(reference, key.remote_id)
    watch.moment += DAY
    await registry.set_ips(new_reference(), key.remote_id, [IP])
    assert await registry.renew_key(reference, key.remote_id) == renewed


async def test_a_reference_that_deleted_can_not_be_used_for_a_change(registry: EmbeddedRegistry) -> None:
    reference, key = new_reference(), await make(registry)
    await registry.delete_key(reference, key.remote_id)
    with pytest.raises(ValueError, match="deletion"):
        await registry.renew_key(reference, key.remote_id)


async def test_an_access_id_that_is_used_already_is_made_again(books: BooksInMemory, watch: Watch) -> None:
    numbers = count()
    mint = Mint(new_access_id=lambda: f"ACCESS{next(numbers) // 2}")
    registry = EmbeddedRegistry(ACCOUNT, books, watch.now, mint=mint, whitelist=whitelist(watch))
    keys = [await make(registry, f"bot-{number}") for number in range(3)]
    assert [key.access_id for key in keys] == ["ACCESS0", "ACCESS1", "ACCESS2"]
