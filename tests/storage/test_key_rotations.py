"""Running rotations are found by either key, by due reminders, and by a lost key."""

from dataclasses import replace

import pytest

from storage.database import Database, RecordTaken
from storage.records import Rotation
from storage.work import Work
from tests.storage.examples import HOUR, NOW, TEAM_ID, found, key

OLD, NEW, OTHER = key(1), replace(key(2), announced_live_at=None), key(3)
ROTATION = Rotation(NEW.id, OLD.id, TEAM_ID, overlap_seconds=7200)


async def test_a_rotation_goes_from_waiting_to_offered_to_over(database: Database) -> None:
    def change(work: Work) -> None:
        found(work)
        for one in (OLD, NEW, OTHER):
            work.keys.add(one)
        work.rotations.add(ROTATION)
        assert work.rotations.find_of(OLD.id) == work.rotations.find_of(NEW.id) == ROTATION
        assert work.rotations.find_of(OTHER.id) is None
        assert work.rotations.list_live(9) == work.rotations.list_due(NOW, 9) == work.rotations.list_broken(9) == []
        assert work.rotations.next_due(NOW) is None

        work.keys.save(replace(NEW, live_at=None))
        assert work.rotations.list_waiting() == [ROTATION]
        work.rotations.save(replace(ROTATION, remind_at=NOW))
        assert work.rotations.list_due(NOW, 9) == [], "only one that was offered has an overlap"
        assert work.rotations.next_due(NOW - HOUR) is None
        work.rotations.save(ROTATION)

        work.keys.save(replace(NEW, announced_live_at=NOW))
        assert work.rotations.list_waiting() == []
        assert work.rotations.list_live(9) == [ROTATION]
        offered = replace(ROTATION, offered_at=NOW, remind_at=NOW + HOUR)
        work.rotations.save(offered)
        assert work.rotations.list_live(9) == work.rotations.list_due(NOW, 9) == []
        assert work.rotations.next_due(NOW) == NOW + HOUR
        assert work.rotations.list_due(NOW + HOUR, 9) == [offered]

        work.keys.remove(OLD.id)
        assert work.rotations.list_broken(9) == [offered]
        work.rotations.remove(offered)
        assert work.rotations.list_broken(9) == []

    await database.write(change)


async def test_a_key_has_one_successor_at_a_time(database: Database) -> None:
    def change(work: Work) -> None:
        found(work)
        work.rotations.add(ROTATION)
        work.rotations.add(replace(ROTATION, new_key_id=OTHER.id))

    with pytest.raises(RecordTaken):
        await database.write(change)
