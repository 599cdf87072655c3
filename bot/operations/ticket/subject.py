"""What a request is about in a few words, for lists and news, where its plan is too long."""

from collections.abc import Mapping

from storage.records import Action, Arg, Message, Ticket

SHOWN = 3
"""Names in one line."""

_SOME = {"key": "request-some-key", "account": "request-some-exchange"}


def subject_of(ticket: Ticket) -> Message:
    """Say the verb and the things, by name or by their number: `renew trading-eu, hedge-btc`."""
    names = _names(ticket.payload)
    who = ticket.plan.args.get("who")
    return Message(
        "request-subject",
        {
            "what": ticket.action.value.replace(":", "-"),
            "names": names[:SHOWN],
            "more": max(0, len(names) - SHOWN),
            "who": who if isinstance(who, str) else None,
            "count": _count(ticket.payload),
        },
    )


def subject_of_kind(action: Action) -> Message:
    """Say the verb alone, where the things are not known: `renew a key`."""
    kind, _, _ = action.value.partition(":")
    names: Arg = None
    if kind in _SOME:
        names = Message(_SOME[kind])
    return Message(
        "request-subject",
        {"what": action.value.replace(":", "-"), "names": names, "more": 0, "who": None, "count": 0},
    )


def _names(payload: Mapping[str, object]) -> list[str]:
    """Names of keys, or of an account. Empty for other subjects."""
    match payload:
        case {"remarks": list(remarks)}:
            return [str(remark) for remark in remarks]
        case {"keys": list(keys)}:
            return [str(key["remark"]) for key in keys]
        case {"remark": str(remark)} | {"account": str(remark)}:
            return [remark]
    return []


def _count(payload: Mapping[str, object]) -> int:
    """Number of IPs, addresses or differences."""
    lists = (payload.get(name) for name in ("ips", "addresses", "address_ids", "drift_ids"))
    return next((len(one) for one in lists if isinstance(one, list)), 1)
