"""Whether a text in an address field is a private key, a seed or a seed phrase.

The chain does not matter: a secret is one in any field. Only texts that are not a right address are checked.

Source: BIP-32, BIP-38, BIP-39, https://en.bitcoin.it/wiki/Wallet_import_format, SLIP-132, XRPL "Cryptographic Keys",
Stellar SEP-23, Sui SIP-15, Aptos AIP-80, Tezos base58 prefixes, Antelope PVT_, Cardano CIP-5, Zcash ZIP-32.
"""

import re

from bot.rules.addresses import base58
from bot.rules.addresses.characters import bare_address

_FEWEST_WORDS = 12
_LONGEST = 4096
"""More than any key that people copy. The rest of a longer text is not checked."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_BASE58 = f"[{base58.ALPHABET}]"
_LOOKS = re.compile(
    rf"""
      (?:0x|0X)?[0-9a-fA-F]{{128}}                                  # raw keys with their public half
    | (?:5[HJK]{_BASE58}{{49}} | [KLc9]{_BASE58}{{51}})             # WIF, mistyped ones too
    | 6P{_BASE58}{{56}}                                             # BIP-38
    | (?:[xyzYZtuvUV]prv|[LMt]tpv|dgpv|drkp|dprv|tprv){_BASE58}{{90,}}
    | s{_BASE58}{{27,30}}                                           # XRP seeds
    | S[A-Z2-7]{{55}}                                               # XLM seeds
    | {_BASE58}{{86,88}}                                            # 64-byte ed25519 keys
    | ed25519:{_BASE58}{{80,}}                                      # NEAR
    | (?:suiprivkey1|ed25519-priv-|secp256k1-priv-|PVT_(?:K1|R1)_|edsk|edesk|spsk|spesk|p2sk|p2esk|BLsk|EKE|EKF).{{20,}}
    | [a-z0-9_]*(?:_sk|_xsk|xprv)1[0-9a-z]{{40,}}                   # Cardano
    | secret-(?:extended|spending)-key-(?:main|test)1?.{{20,}}      # Zcash
    | -----BEGIN[ ].*PRIVATE[ ]KEY.*
    | \[\s*(?:\d{{1,3}}\s*,\s*){{31,}}\d{{1,3}}\s*\]                # a key file of numbers
    """,
    re.VERBOSE | re.DOTALL,
)

_HASH_OR_KEY = re.compile(r"(?:0x|0X)?[0-9a-fA-F]{64}")


def is_hash_or_key(text: str) -> bool:
    """Whether it is a transaction hash or a raw private key: 32 bytes in hex, which look alike."""
    return _HASH_OR_KEY.fullmatch(bare_address(text[:_LONGEST])) is not None


def is_secret(text: str) -> bool:
    """Whether a reader of the text could take a person's coins, also in quotes or brackets."""
    text = text[:_LONGEST]
    return any(
        _LOOKS.fullmatch(form) is not None or _is_phrase(form) or _is_exported_key(form)
        for form in {text, bare_address(text)}
    )


def _is_phrase(text: str) -> bool:
    """Whether it is twelve words or more, a seed phrase in any language. An address has only one word."""
    return len(text.split()) >= _FEWEST_WORDS and len(_WORD.findall(text)) >= _FEWEST_WORDS


def _is_exported_key(text: str) -> bool:
    """Whether it is a key of 32 bytes in base58 with check bytes, the export of Bitcoin-like nodes."""
    body = base58.decode_check(text) if 50 <= len(text) <= 53 else None
    return body is not None and (len(body) == 33 or (len(body) == 34 and body.endswith(b"\x01")))
