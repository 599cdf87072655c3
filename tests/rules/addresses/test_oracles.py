"""Agreement with other programs about fresh addresses and about wrong ones.

Known errors of an oracle are left out by their property (bip_utils knows no witness version after the first).
"""

from hashlib import sha256

import bip_utils  # type: ignore[import-untyped]  # the library has no types
import pytest
from solders.pubkey import Pubkey

from bot.rules.addresses import Outcome, check_address
from storage.records import Message
from tests.rules.addresses.corpus import list_valid
from tests.rules.addresses.mutations import SEEN_BY_CHECKSUM, SEEN_BY_LENGTH, Slip, seeded

FRESH = 40


def _slips(chain: str, kinds: tuple[Slip, ...]) -> list[str]:
    chance = seeded(f"oracle {chain}")
    addresses = list_valid(chain)
    return [kinds[number % len(kinds)](chance.choice(addresses), chance) for number in range(200)] + list(addresses)


def test_xrp_agrees_with_xrpl_py() -> None:
    from xrpl.core.addresscodec import is_valid_classic_address, is_valid_xaddress  # noqa: PLC0415 - slow to load

    for text in _slips("XRP", SEEN_BY_CHECKSUM):
        theirs = is_valid_classic_address(text) or is_valid_xaddress(text)
        assert (check_address("XRP", text).outcome is Outcome.VALID) == theirs, text


def test_xlm_agrees_with_stellar_sdk() -> None:
    from stellar_sdk.strkey import StrKey  # noqa: PLC0415 - slow to load

    for text in _slips("XLM", SEEN_BY_CHECKSUM):
        theirs = StrKey.is_valid_ed25519_public_key(text) or StrKey.is_valid_med25519_public_key(text)
        assert (check_address("XLM", text).outcome is Outcome.VALID) == theirs, text


def test_sol_agrees_with_solders() -> None:
    for text in _slips("SOL", SEEN_BY_LENGTH):
        try:
            theirs = bool(Pubkey.from_string(text))
        except ValueError:
            theirs = False
        assert (check_address("SOL", text).outcome is Outcome.VALID) == theirs, text


def test_sol_agrees_with_solders_on_which_address_has_a_key() -> None:
    for number in range(200):
        key = Pubkey(sha256(f"curve {number}".encode()).digest())
        verdict = check_address("SOL", str(key))
        assert (Message("address-notice-without-key") not in verdict.notices) == key.is_on_curve(), key


DECODERS = {
    "BTC": (
        lambda text: bip_utils.P2PKHAddrDecoder.DecodeAddr(text, net_ver=b"\x00"),
        lambda text: bip_utils.P2SHAddrDecoder.DecodeAddr(text, net_ver=b"\x05"),
        lambda text: bip_utils.P2WPKHAddrDecoder.DecodeAddr(text, hrp="bc"),
        lambda text: bip_utils.P2TRAddrDecoder.DecodeAddr(text, hrp="bc"),
    ),
    "DOGE": (
        lambda text: bip_utils.P2PKHAddrDecoder.DecodeAddr(text, net_ver=b"\x1e"),
        lambda text: bip_utils.P2SHAddrDecoder.DecodeAddr(text, net_ver=b"\x16"),
    ),
    "DASH": (
        lambda text: bip_utils.P2PKHAddrDecoder.DecodeAddr(text, net_ver=b"\x4c"),
        lambda text: bip_utils.P2SHAddrDecoder.DecodeAddr(text, net_ver=b"\x10"),
    ),
    "TRC20": (bip_utils.TrxAddrDecoder.DecodeAddr,),
    "ALGO": (bip_utils.AlgoAddrDecoder.DecodeAddr,),
    "EGLD": (bip_utils.EgldAddrDecoder.DecodeAddr,),
    "AVA": (bip_utils.AvaxXChainAddrDecoder.DecodeAddr,),
    "NEO3": (lambda text: bip_utils.NeoN3AddrDecoder.DecodeAddr(text, ver=b"\x35"),),
    "DOT": (lambda text: bip_utils.SubstrateEd25519AddrDecoder.DecodeAddr(text, ss58_format=0),),
    "KSM": (lambda text: bip_utils.SubstrateEd25519AddrDecoder.DecodeAddr(text, ss58_format=2),),
}


@pytest.mark.parametrize("chain", DECODERS)
def test_bip_utils_agrees(chain: str) -> None:
    for text in _slips(chain, SEEN_BY_CHECKSUM):
        verdict = check_address(chain, text)
        if Message("address-notice-not-in-use") not in verdict.notices:
            theirs = any(_decodes(decoder, text) for decoder in DECODERS[chain])
            assert (verdict.outcome is Outcome.VALID) == theirs, text


def _decodes(decoder: object, text: str) -> bool:
    try:
        return callable(decoder) and decoder(text) is not None
    except ValueError:
        return False


ENCODERS = {
    "ERC20": bip_utils.EthAddrEncoder.EncodeKey,
    "TRC20": bip_utils.TrxAddrEncoder.EncodeKey,
    "XRP": bip_utils.XrpAddrEncoder.EncodeKey,
    "INJ": bip_utils.InjAddrEncoder.EncodeKey,
    "FIL": bip_utils.FilSecp256k1AddrEncoder.EncodeKey,
    "AVA": bip_utils.AvaxXChainAddrEncoder.EncodeKey,
    "ATOM": lambda key: bip_utils.AtomAddrEncoder.EncodeKey(key, hrp="cosmos"),
    "LTC": lambda key: bip_utils.P2WPKHAddrEncoder.EncodeKey(key, hrp="ltc"),
    "BCH": lambda key: bip_utils.BchP2PKHAddrEncoder.EncodeKey(key, hrp="bitcoincash", net_ver=b"\x00"),
    "ZEC": lambda key: bip_utils.P2PKHAddrEncoder.EncodeKey(key, net_ver=b"\x1c\xb8"),
}


@pytest.mark.parametrize("chain", ENCODERS)
def test_a_fresh_address_of_bip_utils_is_taken(chain: str) -> None:
    for number in range(FRESH):
        key = bip_utils.Secp256k1PrivateKey.FromBytes(sha256(f"fresh {chain} {number}".encode()).digest())
        assert check_address(chain, ENCODERS[chain](key.PublicKey())).outcome is Outcome.VALID
