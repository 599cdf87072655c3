"""Rule 2 of the design: which IPs a key may be bound to."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.ip_binding import ips_after_bind, ips_after_unbind, read_ips, read_ips_to_bind, special_purpose
from bot.rules.ip_purpose import PURPOSES
from bot.rules.ip_text import IpList, normal_ip
from bot.rules.verdict import Reason, Refused

IPS = st.ip_addresses()


def _many(count: int) -> list[str]:
    return [f"203.0.113.{number}" for number in range(count)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["203.0.113.7", "2001:DB8::1"], ("203.0.113.7", "2001:db8::1")),
        (_many(50), tuple(_many(50))),
        (_many(51), Refused(Reason.IPS_FULL, {"limit": 50})),
        ([], Refused(Reason.IPS_MISSING)),
        ([" , "], Refused(Reason.IPS_MISSING)),
        (["203.0.113.7", "::ffff:203.0.113.7"], Refused(Reason.IP_TWICE, {"ip": "203.0.113.7"})),
        (["2001:db8::1", "2001:DB8:0::1"], Refused(Reason.IP_TWICE, {"ip": "2001:db8::1"})),
    ],
)
def test_ips_are_read_in_order_or_refused(words: list[str], expected: object) -> None:
    answer = read_ips(words)
    assert (answer.ips if isinstance(answer, IpList) else answer) == expected


def test_all_faults_of_an_ip_list_are_reported_at_once() -> None:
    answer = read_ips_to_bind(["203.0.113.7", "x", "203.0.113.0/24", "203.0.113.7", "::"])
    assert isinstance(answer, Refused)
    assert answer.reason is Reason.IPS_FAULTY
    faults = answer.args["faults"]
    assert isinstance(faults, list)
    assert [fault.sentence for fault in faults] == [
        "refused-ip-bad",
        "refused-ip-range",
        "refused-ip-twice",
        "refused-ip-unusable",
    ]


def test_of_very_many_faults_the_first_are_reported_and_the_others_counted() -> None:
    answer = read_ips([f"x{number}" for number in range(13)])
    assert isinstance(answer, Refused)
    assert answer.args["more"] == 3


@pytest.mark.parametrize("ip", [str(ipaddress.IPv4Address(0)), "255.255.255.255", "::"])
def test_an_address_of_no_machine_is_not_bound_but_can_be_unbound(ip: str) -> None:
    assert read_ips_to_bind([ip]) == Refused(Reason.IP_UNUSABLE, {"ip": ip})
    assert read_ips([ip]) == IpList((ip,))


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
    normal = normal_ip(str(ip))
    assert normal is not None
    assert special_purpose(normal) is not None or ipaddress.ip_address(normal).is_global
