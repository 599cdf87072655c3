"""The address of a plan, as one line of a message."""

from storage.records import Message, PlannedAddress


def in_words(planned: PlannedAddress) -> Message:
    """The sentence for the address, with all its warnings."""
    wish = planned.wish
    return Message(
        "plan-address",
        {
            "coin": wish.coin or None,
            "chain": wish.chain,
            "address": wish.address,
            "memo": wish.memo,
            "remark": wish.remark or None,
            "sort": planned.sort,
            "checked": planned.is_checked,
            "notices": planned.notices,
        },
    )
