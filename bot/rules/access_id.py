"""What an existing key's access id may look like when it is put on watch.

It must not know any key's secret.
"""

import re
from collections.abc import Iterable

from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Key

ACCESS_ID_LIMIT = 128

_SHAPE = re.compile(rf"[0-9A-Za-z._-]{{1,{ACCESS_ID_LIMIT}}}")


def check_access_id(access_id: str, keys: Iterable[Key]) -> Verdict:
    """Whether an access id is well formed and none of the account's `keys` has it already."""
    if _SHAPE.fullmatch(access_id) is None:
        return Refused(Reason.ACCESS_ID_CHARACTERS, {"access_id": access_id[:ACCESS_ID_LIMIT]})
    for key in keys:
        if key.access_id.casefold() == access_id.casefold():
            return Refused(Reason.ACCESS_ID_TAKEN, {"access_id": access_id, "key": key.remark})
    return Allowed()
