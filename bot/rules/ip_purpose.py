"""Address blocks that are not ordinary public addresses. Data only.

Source: IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890, RFC 8190), and the RFC beside each row.
"""

import ipaddress
from enum import StrEnum


class Purpose(StrEnum):
    """Purpose that a block is reserved for."""

    UNSPECIFIED = "unspecified"
    THIS_NETWORK = "this network"
    PRIVATE = "private"
    SHARED = "carrier-grade NAT"
    LOOPBACK = "loopback"
    LINK_LOCAL = "link-local"
    SITE_LOCAL = "site-local"
    DOCUMENTATION = "documentation"
    BENCHMARKING = "benchmarking"
    PROTOCOL = "protocol assignment"
    TRANSITION = "IPv6 transition"
    DISCARD = "discard-only"
    MULTICAST = "multicast"
    BROADCAST = "broadcast"
    RESERVED = "reserved"


_BLOCKS = (
    ("0.0.0.0/32", Purpose.UNSPECIFIED),  # RFC 1122 section 3.2.1.3
    ("0.0.0.0/8", Purpose.THIS_NETWORK),  # RFC 791 section 3.2
    ("10.0.0.0/8", Purpose.PRIVATE),  # RFC 1918
    ("100.64.0.0/10", Purpose.SHARED),  # RFC 6598
    ("127.0.0.0/8", Purpose.LOOPBACK),  # RFC 1122 section 3.2.1.3
    ("169.254.0.0/16", Purpose.LINK_LOCAL),  # RFC 3927
    ("172.16.0.0/12", Purpose.PRIVATE),  # RFC 1918
    ("192.0.0.0/24", Purpose.PROTOCOL),  # RFC 6890 section 2.1
    ("192.0.2.0/24", Purpose.DOCUMENTATION),  # RFC 5737
    ("192.31.196.0/24", Purpose.PROTOCOL),  # RFC 7535
    ("192.52.193.0/24", Purpose.PROTOCOL),  # RFC 7450
    ("192.88.99.0/24", Purpose.TRANSITION),  # RFC 7526
    ("192.168.0.0/16", Purpose.PRIVATE),  # RFC 1918
    ("192.175.48.0/24", Purpose.PROTOCOL),  # RFC 7534
    ("198.18.0.0/15", Purpose.BENCHMARKING),  # RFC 2544
    ("198.51.100.0/24", Purpose.DOCUMENTATION),  # RFC 5737
    ("203.0.113.0/24", Purpose.DOCUMENTATION),  # RFC 5737
    ("233.252.0.0/24", Purpose.DOCUMENTATION),  # RFC 6676
    ("224.0.0.0/4", Purpose.MULTICAST),  # RFC 5771
    ("255.255.255.255/32", Purpose.BROADCAST),  # RFC 919
    ("240.0.0.0/4", Purpose.RESERVED),  # RFC 1112 section 4
    ("::/128", Purpose.UNSPECIFIED),  # RFC 4291 section 2.5.2
    ("::1/128", Purpose.LOOPBACK),  # RFC 4291 section 2.5.3
    ("::/96", Purpose.TRANSITION),  # RFC 4291 section 2.5.5.1
    ("64:ff9b::/96", Purpose.TRANSITION),  # RFC 6052
    ("64:ff9b:1::/48", Purpose.TRANSITION),  # RFC 8215
    ("100::/64", Purpose.DISCARD),  # RFC 6666
    ("2001::/32", Purpose.TRANSITION),  # RFC 4380
    ("2001:2::/48", Purpose.BENCHMARKING),  # RFC 5180
    ("2001:db8::/32", Purpose.DOCUMENTATION),  # RFC 3849
    ("2001::/23", Purpose.PROTOCOL),  # RFC 2928
    ("2002::/16", Purpose.TRANSITION),  # RFC 3056
    ("2620:4f:8000::/48", Purpose.PROTOCOL),  # RFC 7534
    ("3fff::/20", Purpose.DOCUMENTATION),  # RFC 9637
    ("5f00::/16", Purpose.PROTOCOL),  # RFC 9602
    ("fc00::/7", Purpose.PRIVATE),  # RFC 4193
    ("fe80::/10", Purpose.LINK_LOCAL),  # RFC 4291 section 2.5.6
    ("fec0::/10", Purpose.SITE_LOCAL),  # RFC 3879
    ("ff00::/8", Purpose.MULTICAST),  # RFC 4291 section 2.7
    ("::/3", Purpose.RESERVED),  # RFC 4291 section 2.4: unicast is handed out of 2000::/3 only
    ("4000::/2", Purpose.RESERVED),
    ("8000::/1", Purpose.RESERVED),
)

PURPOSES = tuple((ipaddress.ip_network(block), purpose) for block, purpose in _BLOCKS)
"""Blocks and their purposes. Of nested blocks the smaller is first, because the first match decides."""
