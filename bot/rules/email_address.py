"""Whether a text is an e-mail address that mail can be sent to.

Whether a person reads there is proven by a message to it.

Source: RFC 5321 sections 4.1.2 and 4.5.3.1 (dot-string, lengths), RFC 1035 section 2.3.1 (host names), RFC 5891 (IDNA
2008: `faß.de` is another domain than `fass.de`).
"""

import re

import idna

from bot.rules.verdict import Allowed, Reason, Refused, Verdict

ADDRESS_LIMIT = 254
LOCAL_LIMIT = 64

_SHOWN = 80
_LOCAL = re.compile(r"[0-9A-Za-z!#$%&'*+/=?^_`{|}~-]+(\.[0-9A-Za-z!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[0-9a-z]([0-9a-z-]{0,61}[0-9a-z])?")


def read_email(text: str) -> str | Refused:
    """Read an address. The domain comes back in ASCII and lower case, the part before the @ as typed."""
    local, at, domain = text.strip(" ").rpartition("@")
    host = _ascii_domain(domain)
    if at and host is not None and _LOCAL.fullmatch(local) is not None and len(local) <= LOCAL_LIMIT:
        address = f"{local}@{host}"
        if len(address) <= ADDRESS_LIMIT:
            return address
    shown = "".join(character if character.isprintable() else "?" for character in text[:_SHOWN])
    return Refused(Reason.EMAIL_BAD, {"email": shown})


def mask_email(address: str) -> str:
    """The address as its owner recognises it, and a glance over the shoulder does not read it: `o…@example.org`."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}"


def check_change(new: str, verified: str | None) -> Verdict:
    """Check that an address differs from the one a person has verified already."""
    if verified is not None and new.casefold() == verified.casefold():
        return Refused(Reason.EMAIL_SAME, {"email": verified})
    return Allowed()


def _ascii_domain(domain: str) -> str | None:
    if not domain or len(domain) > ADDRESS_LIMIT or not domain.isprintable():
        return None
    try:
        host = idna.encode(domain, uts46=True).decode("ascii")
    except UnicodeError:
        return None
    labels = host.split(".")
    well_formed = len(labels) >= 2 and all(_LABEL.fullmatch(label) is not None for label in labels)
    return host if well_formed and not labels[-1].isdigit() else None
