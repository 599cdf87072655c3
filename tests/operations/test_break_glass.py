"""An owner lets a request run without its approvals, and all hear of it until another owner has seen it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.jobs.remind_expiring import RemindExpiring
from bot.jobs.repeat_glass import RepeatGlass
from bot.jobs.send_digests import SendDigests
from bot.operations.desk.desk import Reply
from bot.operations.members.presence import Presence
from bot.operations.model.operation import Question, TicketState
from bot.rules.verdict import Reason, Refused
from storage.records import Action, End, Outcome, ProofKind, Role, Stage
from tests.operations.office import MAX, OLGA, PAVEL, VERA, Office

REASON = "Vera is on a plane"


async def waits(office: Office, user_id: int = OLGA, name: str = "payout") -> Reply:
    """A request that waits for an approval."""
    asked = await office.ask(user_id, Action.KEY_CREATE, name, "withdraw")
    await office.confirm(user_id, asked)
    await office.decide()
    assert (await office.ticket(asked)).stage is Stage.APPROVAL
    return asked


async def breaks(office: Office, user_id: int, number: int = 1) -> Reply:
    """Ask for it and prove it by code and e-mail."""
    asked = await office.ask(user_id, Action.TICKET_BREAK_GLASS, number, *REASON.split())
    await office.confirm(user_id, asked)
    await office.decide()
    return asked


async def two_owners(office: Office) -> None:
    await office.has(VERA, Role.OWNER)
    await office.has(MAX, Role.OPERATOR, approvals=1)


@pytest.mark.parametrize("requester", [OLGA, MAX])
async def test_an_owner_alone_lets_a_request_run_and_each_who_was_skipped_is_told(
    office: Office, requester: int
) -> None:
    await two_owners(office)
    target = await waits(office, requester)
    await office.told()
    office.letters.clear()

    glass = await breaks(office, OLGA)
    assert (await office.ticket(glass)).end is End.DONE
    await office.run()

    assert (await office.ticket(target)).end is End.DONE
    broken = [one for one in await office.told() if one.sentence == "glass-broken"]
    assert [one.args["skipped"] for one in broken] == [("Vera (1003)",)] * 2, "in the group and to Vera"
    assert broken[0].args["reason"] == REASON
    assert [address for address, saying in office.letters if saying.sentence == "glass_broken"] == ["vera@example.org"]
    [mark] = [one for one in await office.audited(Outcome.PROVED) if one.details["proof"] == ProofKind.BREAK_GLASS]
    assert (mark.actor, mark.what) == (OLGA, Action.KEY_CREATE)
    [asked] = [one for one in await office.audited(Outcome.ASKED) if one.what is Action.TICKET_BREAK_GLASS]
    assert "reason" in str(asked.details)


async def test_it_takes_a_code_and_an_email_and_says_so_before(office: Office) -> None:
    await two_owners(office)
    target = await waits(office)
    asked = await office.ask(OLGA, Action.TICKET_BREAK_GLASS, "#1", *REASON.split())
    assert (await office.ticket(asked)).stage is Stage.CODE

    await office.confirm(OLGA, asked)
    assert (await office.ticket(asked)).stage is Stage.EMAIL
    assert (await office.ticket(target)).stage is Stage.APPROVAL
    await office.told()
    assert "vera@example.org" in [address for address, saying in office.letters if saying.sentence == "copy_of_ticket"]

    await office.decide()
    assert (await office.ticket(target)).stage is Stage.RUNNING


async def test_only_an_owner_does_it_with_a_reason_and_for_what_waits_for_approval(office: Office) -> None:
    await two_owners(office)
    await office.has(PAVEL, Role.APPROVER)
    action = Action.TICKET_BREAK_GLASS
    nothing = Refused(Reason.NOTHING_TO_APPROVE, {"number": None})
    assert await office.ask(OLGA, action) == nothing
    await office.ask(OLGA, Action.KEY_CREATE, "unproven")
    assert await office.ask(OLGA, action, 1, "now") == Refused(Reason.NOTHING_TO_APPROVE, {"number": "1"})
    await waits(office)

    for user_id, has in ((PAVEL, Role.APPROVER), (MAX, Role.OPERATOR)):
        low = Refused(Reason.ROLE_TOO_LOW, {"needed": Role.OWNER, "has": has})
        assert await office.ask(user_id, action, 2, "now") == low
    which, why = await office.ask(OLGA, action), await office.ask(OLGA, action, 2)
    assert isinstance(which, Question)
    assert isinstance(why, Question)
    assert (which.saying.sentence, why.so_far) == ("ask-which-ticket", "/breakglass 2")
    too_long = await office.ask(OLGA, action, 2, "x" * 201)
    assert isinstance(too_long, Refused)
    assert too_long.reason is Reason.REASON_TEXT


async def test_an_approval_that_comes_first_leaves_nothing_to_skip(office: Office) -> None:
    await two_owners(office)
    target = await waits(office)
    glass = await office.ask(OLGA, Action.TICKET_BREAK_GLASS, 1, "now")
    await office.confirm(VERA, target)

    await office.confirm(OLGA, glass)

    ended = await office.ticket(glass)
    assert ended.end is End.REFUSED
    assert "glass-broken" not in await office.said()


async def test_who_stops_being_owner_before_it_runs_has_skipped_no_one(office: Office) -> None:
    await two_owners(office)
    target = await waits(office, MAX)
    await breaks(office, OLGA)
    assert (await office.ticket(target)).stage is Stage.RUNNING

    office.presence[OLGA] = Presence.GONE
    await office.run()

    assert (await office.ticket(target)).stage is Stage.APPROVAL


async def test_another_owner_acknowledges_it_once_and_the_breaker_never(office: Office) -> None:
    await two_owners(office)
    await waits(office)
    await breaks(office, OLGA)
    await office.run()
    number = 2

    async def sees(user_id: int) -> Reply:
        return await office.ask(user_id, Action.TICKET_SEEN, number)

    assert await sees(OLGA) == Refused(Reason.GLASS_OWN)
    first = await sees(VERA)
    assert isinstance(first, TicketState)
    await office.run()
    assert (await office.ticket(first)).end is End.DONE
    assert await sees(VERA) == Refused(Reason.GLASS_SEEN)


async def test_the_digest_repeats_it_every_week_until_another_owner_has_seen_it(office: Office) -> None:
    await two_owners(office)
    await waits(office)
    await breaks(office, OLGA)
    await office.run()
    scan = RemindExpiring(office.database, office.watch, scanned=lambda: None)
    digests = SendDigests(office.database, office.watch)

    async def repeats(days: int) -> list[int]:
        """Days on which the digest says it."""
        said = []
        for day in range(days):
            await scan.run()
            await digests.run()
            told = [one for one in await office.told() if one.sentence == "digest"]
            said += [day for one in told if one.args["glass"]]
            office.watch.moment += timedelta(days=1)
        return said

    assert await repeats(16) == [1, 7, 14]
    seen = await office.ask(VERA, Action.TICKET_SEEN, 2)
    await office.run()
    assert (await office.ticket(seen)).end is End.DONE
    assert await repeats(15) == []


@pytest.mark.parametrize("has_digest", [False, True])
async def test_a_team_without_a_digest_reads_it_every_week_too_and_another_team_reads_it_once(
    office: Office, *, has_digest: bool
) -> None:
    await two_owners(office)
    await waits(office)
    await breaks(office, OLGA)
    await office.run()
    if not has_digest:
        await office.database.write(
            lambda work: work.teams.save(replace(work.teams.get(office.team.id), digest_minute=None))
        )
    job = RepeatGlass(office.database, office.watch)

    async def repeats(days: int) -> list[int]:
        """Days on which it is said."""
        said = []
        for day in range(days):
            while (await job.run()).did:
                pass
            said += [day for one in await office.told() if one.sentence == "glass-repeated"]
            office.watch.moment += timedelta(days=1)
        return said

    assert await repeats(16) == ([] if has_digest else [7, 14])
    await office.ask(VERA, Action.TICKET_SEEN, 2)
    await office.run()
    assert await repeats(15) == []
    assert (await job.run()).next_at is None
