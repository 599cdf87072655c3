"""Properties of any address: no exception, stable canonical forms, and a checksum shows typing errors."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.addresses import CHAINS, Outcome, check_address
from tests.rules.addresses.corpus import CHAIN_OF_FAMILY, list_valid
from tests.rules.addresses.test_corpus import WITHOUT_CHECKSUM, is_unprotected

CHECKSUMMED = sorted(set(CHAIN_OF_FAMILY) - WITHOUT_CHECKSUM)
CHAINS_OR_NONE = st.sampled_from([*CHAINS, "NO_SUCH_CHAIN"])


@cache
def _protected(family: str) -> list[str]:
    """Return addresses in a notation with a checksum."""
    chain = CHAIN_OF_FAMILY[family]
    return [address for address in list_valid(chain) if not is_unprotected(chain, address)]


# The same examples in every run: a checksum of two bytes (SS58) misses one error in 65 536, EIP-55 one in thousands.
@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.data())
def test_a_flipped_character_of_a_checksummed_address_never_leads_elsewhere(data: st.DataObject) -> None:
    """Hex with its checksum in the digits is the same address in either case, which is not an error."""
    family = data.draw(st.sampled_from(CHECKSUMMED))
    address = data.draw(st.sampled_from(_protected(family)))
    place = data.draw(st.integers(0, len(address) - 1))
    other = data.draw(st.sampled_from([chr(code) for code in range(33, 127) if chr(code) != address[place]]))
    verdict = check_address(CHAIN_OF_FAMILY[family], address[:place] + other + address[place + 1 :])
    if verdict.outcome is not Outcome.INVALID:
        assert other == address[place].swapcase()
        assert verdict.canonical == check_address(CHAIN_OF_FAMILY[family], address).canonical


@pytest.mark.parametrize("family", CHAIN_OF_FAMILY)
def test_the_canonical_form_is_its_own_canonical_form(family: str) -> None:
    chain = CHAIN_OF_FAMILY[family]
    for address in list_valid(chain):
        verdict = check_address(chain, address)
        bare = verdict.canonical.partition("#")[0]
        again = check_address(chain, bare)
        assert (again.outcome, again.canonical) == (Outcome.VALID, bare)
        assert verdict.canonical == (bare if verdict.memo is None else f"{bare}#{verdict.memo}")


@pytest.mark.parametrize("family", CHAIN_OF_FAMILY)
def test_every_face_of_an_address_is_that_address(family: str) -> None:
    chain = CHAIN_OF_FAMILY[family]
    for address in list_valid(chain):
        bare = check_address(chain, address).canonical.partition("#")[0]
        for face in CHAINS[chain].faces(bare):
            assert check_address(chain, face).canonical == bare


@settings(max_examples=300, deadline=None)
@given(CHAINS_OR_NONE, st.text(max_size=120))
def test_whatever_is_typed_has_an_answer(chain: str, text: str) -> None:
    verdict = check_address(chain, text)
    assert (verdict.outcome is Outcome.INVALID) == (verdict.refused is not None)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_whatever_becomes_of_an_address_has_an_answer(data: st.DataObject) -> None:
    family = data.draw(st.sampled_from(sorted(CHAIN_OF_FAMILY)))
    address = data.draw(st.sampled_from(list_valid(CHAIN_OF_FAMILY[family])))
    begin, end = sorted(data.draw(st.tuples(st.integers(0, len(address)), st.integers(0, len(address)))))
    inserted = data.draw(st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126), max_size=8))
    check_address(data.draw(CHAINS_OR_NONE), address[:begin] + inserted + address[end:])


@pytest.mark.parametrize("text", ["q", "1", "0xa", "a_", "a b ", "a-b.", "bc1q", "k:"])
def test_an_endless_text_is_refused(text: str) -> None:
    for chain in CHAIN_OF_FAMILY.values():
        assert check_address(chain, text * 30_000).outcome is Outcome.INVALID


def test_a_memo_that_an_address_carries_and_the_same_memo_beside_it_lead_to_one_place() -> None:
    """Source of the pair: XLS-5d."""
    carried = check_address("XRP", "X7AcgcsBL6XDcUb289X4mJ8djcdyKaGZMhc9YTE92ehJ2Fu")
    beside = check_address("XRP", "r9cZA1mLK5R5Am25ArfXFmqgNwjZgnfk59")
    assert carried.memo == "1"
    assert carried.destination(None) == beside.destination("1") == carried.destination("1")
    assert beside.destination("2") != beside.destination("1") != beside.destination(None)
