"""What a chooser offers."""

from dataclasses import replace

from bot.operations.desk.choices import Choice, Choices
from bot.operations.keys.offers import DriftRow
from bot.operations.model.operation import Request
from storage.database import Database
from storage.records import Action, ChatLocation, Drift, Role
from storage.work import Work
from tests.operations.office import Watch
from tests.storage.examples import ACCOUNT_ID, CHAT, NOW, OLGA, TEAM_ID, found, key, member


async def test_a_difference_with_many_ips_is_one_short_row(database: Database) -> None:
    one = replace(key(1, "grid"), ips=())
    there = replace(one.facts, ips=tuple(f"2001:db8::{number}" for number in range(50)))

    def body(work: Work) -> None:
        found(work)
        work.people.save(replace(work.people.get(OLGA), enrolled_at=NOW))
        work.teams.save_membership(member(OLGA, Role.OWNER))
        work.keys.add(one)
        work.drifts.add(Drift(one.id, TEAM_ID, ACCOUNT_ID, 7, one.id, one.remote_id, one.id, one.facts, there, NOW))

    await database.write(body)
    here = Request(1, OLGA, "Olga", ChatLocation(CHAT), command="adopt")
    seen = await Choices(database, Watch()).look(Action.KEY_ADOPT, here, 1)

    assert isinstance(seen, Choice)
    (row,) = seen.page.items
    assert isinstance(row, DriftRow)
    (finding,) = [one for one in row.findings if one.sentence == "drift-ips"]
    assert (row.number, row.name) == (7, "grid")
    assert finding.args["added"] == ["2001:db8::0", "2001:db8::1", "2001:db8::10", "…"]
