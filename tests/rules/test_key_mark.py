"""Each state of a key has one mark."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.rules.key_mark import KeyMark, key_mark
from storage.records import Key
from tests.rules.facts import NOW, key

DAY = timedelta(days=1)


def ending(expires_at: datetime) -> Key:
    return key(expires_at=expires_at)


@pytest.mark.parametrize(
    ("shown", "mark"),
    [
        (ending(NOW), KeyMark.ENDED),
        (ending(NOW + DAY), KeyMark.DAY),
        (ending(NOW + 7 * DAY), KeyMark.WEEK),
        (ending(NOW + 30 * DAY), KeyMark.MONTH),
        (ending(NOW + 31 * DAY), KeyMark.FINE),
        (replace(ending(NOW + DAY), live_at=None), KeyMark.DAY),
        (replace(ending(NOW + 90 * DAY), live_at=None), KeyMark.ACTIVATING),
        (replace(ending(NOW + 90 * DAY), live_at=None, created_at=NOW - DAY), KeyMark.UNSEEN),
        (key(), KeyMark.UNKNOWN),
        (key(ips=("8.8.8.8",)), KeyMark.FINE),
        (key(ips=("8.8.8.8",), live_at=NOW + DAY), KeyMark.ACTIVATING),
    ],
)
def test_the_expiry_counts_more_than_whether_it_works_yet(shown: Key, mark: KeyMark) -> None:
    assert key_mark(shown, NOW) is mark
