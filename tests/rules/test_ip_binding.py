"""Rule 2 of the design: which IPs a key may be bound to."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.ip_binding import ips_after_bind, ips_after_unbind, read_ip, read_ips, special_purpose
from bot.rules.ip_purpose import PURPOSES
from bot.rules.verdict import Reason, Refused

IPS = st.ip_addresses()


@pytest.mark.parametrize(
    ("word", "ip"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:DB8::1", "2001:db8::1"),
        ("2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1"),
        ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("::ffff:cb00:7107", "203.0.113.7"),
        ("0:0:0:0:0:FFFF:203.0.113.7", "203.0.113.7"),
    ],
)
def test_an_ip_has_one_normal_form(word: str, ip: str) -> None:
    assert read_ip(word) == ip


@pytest.mark.parametrize(
    "word",
    [
        "",
        "trade",
        "203.0.113",
        "203.0.113.256",
        "203.0.113.07",
        "203.000.113.7",
        "0xcb007107",
        "3405803783",
        "203.0.113.7:443",
        "[2001:db8::1]",
        "2001:db8::1::2",
        "2001:db8::12345",
        "fe80::1%eth0",
        "fe80::1%1",
        " 203.0.113.7",
        "203.0.113.7\n",
        "\u0662.0.0.1",
        "trade/24",
        "key-name",
        "*",
        "fe80::1%eth0/64",
    ],
)
def test_a_bad_ip_is_refused(word: str) -> None:
    assert read_ip(word) == Refused(Reason.IP_BAD, {"ip": word})


@pytest.mark.parametrize(
    "word",
    [
        "203.0.113.0/24",
        "203.0.113.7/32",
        "203.0.113.0/255.255.255.0",
        "2001:db8::/32",
        "203.0.113.1-203.0.113.9",
        "203.0.113.1-9",
        "2001:db8::1-2001:db8::9",
        "203.0.113.*",
        "203.*.*.*",
        "2001:db8::*",
    ],
)
def test_a_range_is_refused_as_a_range(word: str) -> None:
    assert read_ip(word) == Refused(Reason.IP_RANGE, {"ip": word})


def test_a_very_long_word_is_shown_shortened() -> None:
    assert read_ip("1" * 5000) == Refused(Reason.IP_BAD, {"ip": "1" * 60})


@given(IPS)
def test_normalising_twice_changes_nothing(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    once = read_ip(ip.exploded)
    assert isinstance(once, str)
    assert read_ip(once) == once


@given(st.ip_addresses(v=4))
def test_a_mapped_ipv4_is_that_ipv4(ip: ipaddress.IPv4Address) -> None:
    assert read_ip(f"::ffff:{ip}") == read_ip(str(ip)) == str(ip)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_an_ip_or_refused(word: str) -> None:
    ip = read_ip(word)
    assert isinstance(ip, Refused) or ipaddress.ip_address(ip)


def _many(count: int) -> list[str]:
    return [f"203.0.113.{number}" for number in range(count)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["203.0.113.7", "2001:DB8::1"], ("203.0.113.7", "2001:db8::1")),
        (["203.0.113.7,203.0.113.8", "203.0.113.9;"], ("203.0.113.7", "203.0.113.8", "203.0.113.9")),
        (["203.0.113.7\n203.0.113.8\n"], ("203.0.113.7", "203.0.113.8")),
        (_many(50), tuple(_many(50))),
        (_many(51), Refused(Reason.IPS_FULL, {"limit": 50})),
        ([], Refused(Reason.IPS_MISSING)),
        ([" , "], Refused(Reason.IPS_MISSING)),
        (["203.0.113.7", "x", "203.0.113.0/24"], Refused(Reason.IP_BAD, {"ip": "x"})),
        (["203.0.113.7", "::ffff:203.0.113.7"], Refused(Reason.IP_TWICE, {"ip": "203.0.113.7"})),
        (["2001:db8::1", "2001:DB8:0::1"], Refused(Reason.IP_TWICE, {"ip": "2001:db8::1"})),
    ],
)
def test_ips_are_read_in_order_or_the_first_fault_is_told(words: list[str], expected: object) -> None:
    assert read_ips(words) == expected


@pytest.mark.parametrize(
    ("bound", "added", "expected"),
    [
        ([], ["203.0.113.7"], ("203.0.113.7",)),
        (["203.0.113.7"], ["203.0.113.8"], ("203.0.113.7", "203.0.113.8")),
        (["203.0.113.7"], ["203.0.113.7"], Refused(Reason.IP_ALREADY_BOUND, {"ip": "203.0.113.7", "key": "bot"})),
        (_many(49), ["2001:db8::1"], (*_many(49), "2001:db8::1")),
        (_many(50), ["2001:db8::1"], Refused(Reason.IPS_FULL, {"limit": 50})),
    ],
)
def test_binding_adds_up_to_50_ips_that_are_not_bound_yet(bound: list[str], added: list[str], expected: object) -> None:
    assert ips_after_bind(bound, added, "bot") == expected


@pytest.mark.parametrize(
    ("bound", "removed", "expected"),
    [
        (["203.0.113.7", "203.0.113.8"], ["203.0.113.7"], ("203.0.113.8",)),
        (["203.0.113.7"], ["203.0.113.7"], ()),
        (["203.0.113.7", "203.0.113.8"], None, ()),
        (["203.0.113.7"], ["203.0.113.9"], Refused(Reason.IP_NOT_BOUND, {"ip": "203.0.113.9", "key": "bot"})),
        ([], None, Refused(Reason.KEY_UNBOUND, {"key": "bot"})),
        ([], ["203.0.113.7"], Refused(Reason.KEY_UNBOUND, {"key": "bot"})),
    ],
)
def test_unbinding_takes_only_what_is_bound(bound: list[str], removed: list[str] | None, expected: object) -> None:
    assert ips_after_unbind(bound, removed, "bot") == expected


@pytest.mark.parametrize(
    ("ip", "purpose"),
    [
        ("8.8.8.8", None),
        ("172.32.0.1", None),
        ("100.128.0.1", None),
        ("2606:4700::1111", None),
        (str(ipaddress.IPv4Address(0)), "unspecified"),
        ("0.1.2.3", "this network"),
        ("10.1.2.3", "private"),
        ("172.31.255.255", "private"),
        ("192.168.1.1", "private"),
        ("100.64.0.1", "carrier-grade NAT"),
        ("127.0.0.1", "loopback"),
        ("169.254.1.1", "link-local"),
        ("192.0.0.8", "protocol assignment"),
        ("192.0.2.1", "documentation"),
        ("198.51.100.1", "documentation"),
        ("203.0.113.7", "documentation"),
        ("198.19.255.255", "benchmarking"),
        ("192.88.99.1", "IPv6 transition"),
        ("224.0.0.1", "multicast"),
        ("233.252.0.1", "documentation"),
        ("240.0.0.1", "reserved"),
        ("255.255.255.255", "broadcast"),
        ("::", "unspecified"),
        ("::1", "loopback"),
        ("::7f00:1", "IPv6 transition"),
        ("64:ff9b::1", "IPv6 transition"),
        ("100::1", "discard-only"),
        ("2001::1", "IPv6 transition"),
        ("2001:2::1", "benchmarking"),
        ("2001:db8::1", "documentation"),
        ("3fff::1", "documentation"),
        ("2002::1", "IPv6 transition"),
        ("fd00::1", "private"),
        ("fe80::1", "link-local"),
        ("fec0::1", "site-local"),
        ("ff02::1", "multicast"),
        ("1234::1", "reserved"),
        ("4000::1", "reserved"),
    ],
)
def test_a_special_purpose_ip_is_named(ip: str, purpose: str | None) -> None:
    assert special_purpose(ip) == purpose


def test_of_two_blocks_in_each_other_the_smaller_decides() -> None:
    networks = [network for network, _ in PURPOSES]
    for place, wide in enumerate(networks):
        for narrow in networks[place + 1 :]:
            assert wide.version != narrow.version or not wide.overlaps(narrow) or wide.prefixlen > narrow.prefixlen


@given(IPS)
def test_what_python_calls_not_global_always_has_a_warning(
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    normal = read_ip(str(ip))
    assert isinstance(normal, str)
    assert special_purpose(normal) is not None or ipaddress.ip_address(normal).is_global
