"""The exchange without an API. It offers no call, so people do everything on its page."""

from collections.abc import Sequence

from bot.exchanges.exchange import (
    Capability,
    CreatedKey,
    Liveness,
    NewKey,
    Reference,
    Whitelist,
    refer_to_a_person,
)
from bot.rules.key_edit import KeyEdit
from storage.records import AddressFacts, AddressWish, KeyFacts


class WhitelistByHand:
    """A whitelist that only the exchange's page can change. Every call raises NotOffered.

    Nothing can be read either, so the statement of a named person is recorded.
    """

    async def add_addresses(self, reference: Reference, wishes: Sequence[AddressWish]) -> Sequence[AddressFacts]:
        """Raise NotOffered."""
        refer_to_a_person(Capability.ADD_ADDRESSES)

    async def remove_address(self, reference: Reference, remote_id: str) -> None:
        """Raise NotOffered."""
        refer_to_a_person(Capability.REMOVE_ADDRESS)


class ByHand:
    """An account with keys that people manage. Every call raises NotOffered."""

    capabilities: frozenset[Capability] = frozenset()
    whitelist: Whitelist = WhitelistByHand()

    async def list_keys(self) -> Sequence[KeyFacts]:
        """Raise NotOffered: without reading, the statement of a named person is recorded."""
        refer_to_a_person(Capability.LIST_KEYS)

    async def create_key(self, reference: Reference, wish: NewKey) -> CreatedKey:
        """Raise NotOffered."""
        refer_to_a_person(Capability.CREATE_KEY)

    async def renew_key(self, reference: Reference, remote_id: str) -> KeyFacts:
        """Raise NotOffered."""
        refer_to_a_person(Capability.RENEW_KEY)

    async def set_ips(self, reference: Reference, remote_id: str, ips: Sequence[str]) -> KeyFacts:
        """Raise NotOffered."""
        refer_to_a_person(Capability.BIND_IPS)

    async def edit_key(self, reference: Reference, remote_id: str, edit: KeyEdit) -> KeyFacts:
        """Raise NotOffered."""
        refer_to_a_person(Capability.EDIT_KEY)

    async def delete_key(self, reference: Reference, remote_id: str) -> None:
        """Raise NotOffered."""
        refer_to_a_person(Capability.DELETE_KEY)

    async def probe_key(self, remote_id: str) -> Liveness:
        """Raise NotOffered."""
        refer_to_a_person(Capability.PROBE_KEY)
