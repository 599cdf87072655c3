"""Issue 4, point 5: a look-alike address is flagged, and shown at its differences."""

from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.look_alike import MIDDLE, KnownAddresses, LookAlike, find_middle

OURS = "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"
POISONED = "0x5aae000000000000000000000000000000000aed"
TON_OURS = "0:b113a994b5024a16719f69139328eb759596c38a25f59028b146fecdc3621dfe"


def _find(ours: str, other: str, chain: str = "ERC20", filler: int = 0) -> tuple[LookAlike, ...]:
    return _know(ours, chain, filler).find(chain, other)


@lru_cache(maxsize=4)
def _know(ours: str, chain: str, filler: int) -> KnownAddresses:
    """Return a list that is only read. Cached, because a long one takes much longer than what is asked of it."""
    known = KnownAddresses([(chain, ours)])
    for number in range(filler):
        known.add(chain, f"0x{number:08x}{'5c' * 12}{number:08x}")
    return known


def test_equal_ends_are_flagged_with_both_in_full_and_the_difference_marked() -> None:
    (alike,) = _find(OURS, POISONED)
    assert (alike.address, alike.known, alike.canonical) == (POISONED, OURS, OURS)
    assert (alike.same_start, alike.same_end) == (4, 3)
    assert alike.differing == tuple(place for place in range(42) if OURS[place] != POISONED[place])
    assert alike.blocks


def test_of_many_only_as_many_as_wanted_are_found_and_those_the_most_alike() -> None:
    known = KnownAddresses(("ERC20", f"0x{'5afe' * 9}{number:04x}") for number in range(200))
    every = known.find("ERC20", f"0x{'5afe' * 9}0a00")
    assert len(every) == 200
    assert known.find("ERC20", f"0x{'5afe' * 9}0a00", 3) == every[:3]
    assert every[0].same_end == 2
    assert [one.same_start + one.same_end for one in every] == sorted(
        (one.same_start + one.same_end for one in every), reverse=True
    )


@pytest.mark.parametrize("filler", [0, 100, 9_000])
@pytest.mark.parametrize(
    ("start", "end", "blocks"),
    [
        (3, 4, True),
        (4, 3, True),
        (3, 5, True),
        (5, 3, True),
        (3, 3, False),
        (2, 5, False),
        (5, 2, False),
        (2, 9, False),
    ],
)
def test_seven_equal_characters_with_three_at_each_end_block(start: int, end: int, blocks: bool, filler: int) -> None:
    poisoned = OURS[: 2 + start] + "0" * (40 - start - end) + OURS[-end:]
    assert any(alike.blocks for alike in _find(OURS, poisoned, filler=filler)) is blocks


def test_the_fixed_prefix_is_not_counted() -> None:
    assert _find("addr1qx2fxv2umyhttkxyxp8", "addr1q72fxv2umyhttkxyxp9", "ADA")[0].same_start == 0
    assert _find("bc1q" + "a" * 38, "bc1q" + "z" * 38, "BTC") == ()


@pytest.mark.parametrize("filler", [0, 100, 9_000])
@pytest.mark.parametrize("same", [4, 5, 8])
def test_four_equal_characters_at_both_ends_always_block(same: int, filler: int) -> None:
    poisoned = OURS[: 2 + same] + "0" * (40 - 2 * same) + OURS[-same:]
    (alike,) = _find(OURS, poisoned, filler=filler)
    assert alike.blocks


@pytest.mark.parametrize(
    ("known", "same", "is_flagged"), [(1, 2, True), (40, 2, False), (40, 3, True), (9_000, 3, False), (9_000, 4, True)]
)
def test_the_longer_the_list_the_more_must_be_equal(known: int, same: int, is_flagged: bool) -> None:
    poisoned = OURS[: 2 + same] + "0" * (40 - 2 * same) + OURS[-same:]
    assert bool(_find(OURS, poisoned, filler=known - 1)) == is_flagged


@pytest.mark.parametrize("place", [2, 10, 21, 41])
def test_few_characters_that_differ_are_flagged_wherever_they_are(place: int) -> None:
    other = OURS[:place] + ("0" if OURS[place] != "0" else "1") + OURS[place + 1 :]
    (alike,) = _find(OURS, other, filler=9_000)
    assert alike.differing == (place,)


@pytest.mark.parametrize("place", [3, 20, 33])
def test_a_character_too_few_or_too_many_is_flagged(place: int) -> None:
    ours = "DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L"
    assert _find(ours, ours[:place] + ours[place + 1 :], "DOGE")
    assert _find(ours, ours[:place] + "z" + ours[place:], "DOGE")


def test_the_same_address_never_looks_like_itself() -> None:
    assert _find(OURS, OURS) == ()
    assert _find("r9cZA1mLK5R5Am25ArfXFmqgNwjZgnfk59#1", "r9cZA1mLK5R5Am25ArfXFmqgNwjZgnfk59", "XRP") == ()


def test_one_family_is_one_list_and_others_are_none_of_it() -> None:
    known = KnownAddresses([("BSC", OURS), ("NO_SUCH_CHAIN", OURS)])
    assert known.find("ERC20", POISONED)
    assert known.find("APTOS", POISONED) == known.find("NO_SUCH_CHAIN", POISONED) == ()


def test_an_imitation_is_found_in_the_notation_that_wallets_show() -> None:
    """Equal ends in the friendly notation are different ends in the raw one."""
    from bot.rules.addresses import CHAINS, check_address  # noqa: PLC0415

    face = CHAINS["TON"].faces(TON_OURS)[0]
    other = next(
        canonical
        for number in range(2**16)
        if (canonical := f"{TON_OURS[:12]}{number:054x}")
        and CHAINS["TON"].faces(canonical)[0].casefold().endswith(face[-2:].casefold())
    )
    assert check_address("TON", other).canonical == other
    (alike,) = _find(TON_OURS, other, "TON")
    assert alike.known == face
    assert alike.address.startswith("UQ")


@pytest.mark.parametrize(
    ("chain", "ours", "other", "is_flagged"),
    [
        ("HBAR", "0.0.1234567", "0.0.1234576", False),
        ("HBAR", "0.0.1234567", "0.0.1234568", True),
        ("HBAR", "0.0.1234567", "0.0.1239967", False),
        ("EOSIO", "oursoursours", "oursourzours", True),
        ("EOSIO", "oursoursours", "oursxxxxours", False),
        ("NEAR", "treasury-desk.near", "treasury-desc.near", True),
        ("NEAR", "treasury-desk.near", "treasury-max-desk.near", False),
    ],
)
def test_names_and_numbers_are_compared_by_edit_distance_only(
    chain: str, ours: str, other: str, is_flagged: bool
) -> None:
    found = _find(ours, other, chain)
    assert bool(found) == is_flagged
    assert not any(alike.blocks for alike in found)


def test_among_many_account_numbers_neighbours_are_nothing_to_wonder_about() -> None:
    known = KnownAddresses(("HBAR", f"0.0.{number}") for number in range(1_000_000, 1_001_000))
    assert known.find("HBAR", "0.0.1001001") == ()


def test_the_middle_of_a_look_alike_is_asked_where_it_differs() -> None:
    (alike,) = _find(OURS, OURS[:6] + "0" * 32 + OURS[-4:])
    assert alike.middle == range(18, 24)


@given(st.text(alphabet="abcdef", min_size=12, max_size=60), st.data())
def test_the_middle_always_holds_a_place_that_differs(address: str, data: st.DataObject) -> None:
    places = st.integers(0, len(address) - 1)
    differing = tuple(sorted(data.draw(st.sets(places, min_size=1))))
    middle = find_middle(address, differing)
    assert len(middle) == MIDDLE
    assert 0 <= middle.start <= middle.stop <= len(address)
    assert set(middle) & set(differing)


@given(st.text(alphabet="0123456789abcdef", min_size=40, max_size=40), st.data())
def test_up_to_three_changes_anywhere_are_always_found(digits: str, data: st.DataObject) -> None:
    changed = list(digits)
    for place in data.draw(st.sets(st.integers(0, 39), min_size=1, max_size=3)):
        changed[place] = "0" if changed[place] != "0" else "1"
    (alike,) = _find(f"0x{digits}", f"0x{''.join(changed)}")
    assert len(alike.differing) <= 3
