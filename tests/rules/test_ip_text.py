"""IPs as people type and paste them."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.ip_text import IpList, list_ips, looks_like_ip, normal_ip, read_ip, split_list
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
    assert normal_ip(word) == ip
    assert read_ip(word) == ip


@pytest.mark.parametrize(
    ("word", "ip"),
    [
        ("1.2.3.4/32", "1.2.3.4"),
        ("1.2.3.4/255.255.255.255", "1.2.3.4"),
        ("2001:db8::1/128", "2001:db8::1"),
        ("::ffff:1.2.3.4/128", "1.2.3.4"),
        ("1.2.3.4:443", "1.2.3.4"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("[2001:db8::1]:8443", "2001:db8::1"),
        ("http://1.2.3.4", "1.2.3.4"),
        ("https://1.2.3.4:8080/keys?page=2", "1.2.3.4"),
        ("http://[2001:db8::1]:80/", "2001:db8::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("[fe80::1%25eth0]:22", "fe80::1"),
        ("1.2.3.4.", "1.2.3.4"),
        ("\uff11\uff0e\uff12\uff0e\uff13\uff0e\uff14", "1.2.3.4"),
        ("1\u30022\u30023\u30024", "1.2.3.4"),
        ("\u0662.0.0.1", "2.0.0.1"),
    ],
)
def test_where_one_address_is_meant_it_is_read(word: str, ip: str) -> None:
    assert read_ip(word) == ip


@pytest.mark.parametrize(
    ("word", "why", "part"),
    [
        ("", "word", None),
        ("trade", "word", None),
        ("key-name", "word", None),
        ("trade/24", "word", None),
        ("example.com", "word", None),
        ("http://example.com/", "word", None),
        ("3405803783", "word", None),
        ("*", "word", None),
        ("203.0.113", "count", "3"),
        ("203.0.113.256", "number", "256"),
        ("203.0.113.07", "zero", "07"),
        ("203.000.113.7", "zero", "000"),
        ("203.0.113.7:99999", "port", "99999"),
        ("203.0.113.7g", "character", "g"),
        ("0xcb007107", "character", "x"),
        ("2001:db8::g", "character", "g"),
        ("2001:db8::1::2", "groups", None),
        ("2001:db8::12345", "group", "12345"),
        ("203.0.113.7\u200b", "unseen", "U+200B ZERO WIDTH SPACE"),
        ("\ufeff203.0.113.7", "unseen", "U+FEFF ZERO WIDTH NO-BREAK SPACE"),
    ],
)
def test_a_bad_ip_is_refused_with_the_part_that_is_wrong(word: str, why: str, part: str | None) -> None:
    assert read_ip(word) == Refused(Reason.IP_BAD, {"ip": word, "why": why, "part": part})


@pytest.mark.parametrize(
    "word",
    [
        "203.0.113.0/24",
        "203.0.113.7/31",
        "203.0.113.0/255.255.255.0",
        "2001:db8::/32",
        "203.0.113.1-203.0.113.9",
        "203.0.113.1 - 203.0.113.9",
        "203.0.113.1\u2013203.0.113.9",
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
    answer = read_ip("1" * 5000)
    assert isinstance(answer, Refused)
    assert answer.args["ip"] == "1" * 60


@pytest.mark.parametrize(
    "words",
    [
        ["8.8.8.8", "1.1.1.1"],
        ["8.8.8.8,1.1.1.1"],
        ["8.8.8.8\u30011.1.1.1"],
        ["8.8.8.8\uff0c1.1.1.1"],
        ["8.8.8.8|1.1.1.1", ";"],
        ["8.8.8.8\n1.1.1.1\n"],
        ["8.8.8.8", "# office", "1.1.1.1", "// home"],
        ["8.8.8.8#office", "1.1.1.1"],
        ['["8.8.8.8",', "1.1.1.1", "]"],
        ["['8.8.8.8','1.1.1.1']"],
        ["-", "8.8.8.8", "-", "1.1.1.1"],
        ["\u2022", "8.8.8.8", "\u20221.1.1.1"],
        ["*", "8.8.8.8", "*", "1.1.1.1"],
        ["1.", "8.8.8.8", "2)", "1.1.1.1"],
    ],
)
def test_a_pasted_list_is_read_without_the_text_around_it(words: list[str]) -> None:
    assert list_ips(words, read_ip) == IpList(("8.8.8.8", "1.1.1.1"))


def test_a_list_of_bracketed_addresses_keeps_their_brackets() -> None:
    words = ["[2001:db8::1]:443,[2001:db8::2]"]
    assert split_list(words) == ["[2001:db8::1]:443", "[2001:db8::2]"]
    assert list_ips(['["2001:db8::1","2001:db8::2"]'], read_ip) == IpList(("2001:db8::1", "2001:db8::2"))


def test_a_dash_between_two_addresses_makes_a_range() -> None:
    assert list_ips(["1.2.3.4", "-", "1.2.3.9"], read_ip) == [Refused(Reason.IP_RANGE, {"ip": "1.2.3.4 - 1.2.3.9"})]


def test_what_was_read_out_of_more_is_noted() -> None:
    words = ["1.2.3.4:443", "2001:DB8::1", "\uff15.6.7.8"]
    assert list_ips(words, read_ip) == IpList(("1.2.3.4", "2001:db8::1", "5.6.7.8"), (("1.2.3.4:443", "1.2.3.4"),))


@pytest.mark.parametrize("word", ["8.8.8.8", "\uff18\uff0e\uff18", "::1", "10/8", "*", "42"])
def test_what_was_meant_as_an_address_is_known(word: str) -> None:
    assert looks_like_ip(word)


def test_a_word_is_not_meant_as_an_address() -> None:
    assert not looks_like_ip("trading")


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


@given(st.lists(st.text(alphabet="0123456789.:-[]/%#abcx\u2022 ,", max_size=12), max_size=8))
def test_whatever_list_is_typed_is_read_or_refused(words: list[str]) -> None:
    answer = list_ips(words, read_ip)
    assert isinstance(answer, list) or all(normal_ip(ip) == ip for ip in answer.ips)
