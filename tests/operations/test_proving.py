"""A code in a private step: who may give it, for which ticket, and what a wrong one costs."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pyotp

from bot.operations.desk.desk import Reply
from bot.operations.members.enrol_person import EnrolPerson
from bot.operations.model.operation import TicketState
from bot.rules.one_time_code import LOCK_FOR
from bot.rules.ticket_path import CODE_TIME, EMAIL_TIME
from bot.rules.verdict import Reason, Refused
from storage.records import Action, End, Event, Outcome, ProofKind, Role, Stage
from storage.work import Work
from tests.operations.office import CHAT, MAX, OLGA, PAVEL, VERA, Office

RECOVERY = "abcde-fghjk"


async def asks(office: Office, name: str = "trading", *words: str) -> TicketState:
    asked = await office.ask(OLGA, Action.KEY_CREATE, name, *words)
    assert isinstance(asked, TicketState)
    return asked


async def awaits_approval(office: Office) -> TicketState:
    asked = await asks(office, "payout", "withdraw")
    await office.confirm(OLGA, asked)
    await office.decide()
    return asked


async def types(office: Office, code: str, ticket_id: UUID | None = None, user_id: int = OLGA) -> Reply:
    return await office.desk.confirm(office.sender(user_id, private=True), code, ticket_id)


async def opens(office: Office, user_id: int, asked: TicketState) -> Reply:
    return await office.desk.step(office.sender(user_id, private=True), asked.ticket_id)


async def problem(office: Office, sentence: str = "ticket-private-code") -> str:
    """What the newest private step says above its pad."""
    shown = [one.args["problem"] for one in await office.told() if one.sentence == sentence]
    return getattr(shown[-1], "sentence", "")


def code_of(office: Office, user_id: int = OLGA) -> str:
    return pyotp.TOTP(office.seeds[user_id]).at(office.watch.now())


def wrong_code(office: Office) -> str:
    good = {pyotp.TOTP(office.seeds[OLGA]).at(office.watch.now() + timedelta(seconds=30 * n)) for n in (-1, 0, 1)}
    return next(code for code in ("000000", "111111", "222222", "333333") if code not in good)


async def test_five_wrong_codes_lock_the_person_and_the_ticket_stays(office: Office) -> None:
    asked = await asks(office)
    await opens(office, OLGA, asked)
    for _ in range(4):
        assert await types(office, wrong_code(office)) == TicketState(asked.ticket_id, Stage.CODE)
        assert await problem(office) == "refused-code-wrong"
    assert not await office.audited(Outcome.DONE)

    await types(office, wrong_code(office))
    await types(office, code_of(office))
    await types(office, RECOVERY)

    assert "ticket-private-locked" in await office.said()
    assert [(line.what, line.actor) for line in await office.audited(Outcome.DONE)] == [(Event.PERSON_LOCK, OLGA)]
    failed = await office.audited(Outcome.PROOF_FAILED)
    assert [(line.actor, line.details["proof"]) for line in failed] == [(OLGA, ProofKind.CODE)] * 7
    assert (await office.ticket(asked)).stage is Stage.CODE

    office.watch.moment += LOCK_FOR
    again = await asks(office)
    assert await types(office, code_of(office), again.ticket_id) == TicketState(again.ticket_id, None)


async def test_the_team_reads_until_when_the_requester_is_locked(office: Office) -> None:
    first, second = await asks(office, "one"), await asks(office, "two")
    await office.told()
    for _ in range(4):
        await types(office, wrong_code(office), first.ticket_id)
    assert await office.told() == []

    await types(office, wrong_code(office), first.ticket_id)

    until = office.watch.now() + LOCK_FOR
    cards = [one.args for one in await office.told() if one.sentence == "ticket-team-locked"]
    assert {(card["number"], card["locked"], card["in_time"]) for card in cards} == {
        ((await office.ticket(asked)).number, until, False) for asked in (first, second)
    }

    office.watch.moment += LOCK_FOR - timedelta(minutes=5)
    asked = await asks(office, "three")
    [card] = [one.args for one in await office.told() if one.sentence == "ticket-team-locked"]
    assert (card["number"], card["locked"], card["in_time"]) == ((await office.ticket(asked)).number, until, True)
    office.watch.moment = until
    assert await types(office, code_of(office), asked.ticket_id) == TicketState(asked.ticket_id, None)


async def test_each_other_owner_is_told_once_of_a_lock_out(office: Office) -> None:
    await office.has(VERA, Role.OWNER)
    await office.has(MAX, Role.APPROVER)
    other = replace(office.team, id=uuid4(), chat_id=CHAT - 1, title="Other")

    def shares(work: Work) -> None:
        work.teams.add(other)
        for user_id in (OLGA, VERA):
            membership = work.teams.find_membership(office.team.id, user_id)
            assert membership is not None
            work.teams.save_membership(replace(membership, team_id=other.id))

    await office.database.write(shares)
    asked = await asks(office)
    await office.told()

    for _ in range(5):
        await types(office, wrong_code(office), asked.ticket_id)
    await types(office, code_of(office), asked.ticket_id)

    locked = [one.args for one in await office.told() if one.sentence == "member-locked"]
    assert [(one["user_id"], one["until"]) for one in locked] == [(str(OLGA), office.watch.now() + LOCK_FOR)]


async def test_wrong_first_codes_of_an_enrolment_lock_aloud_too(office: Office) -> None:
    await office.has(VERA, Role.OWNER)
    enrolling = EnrolPerson(office.database, office.watch, {PAVEL})

    def joins(work: Work) -> None:
        person = work.people.upsert(PAVEL, "Pavel")
        work.people.save(replace(person, may_enrol_until=office.watch.now() + timedelta(hours=1)))
        membership = work.teams.find_membership(office.team.id, VERA)
        assert membership is not None
        work.teams.save_membership(replace(membership, user_id=PAVEL))

    await office.database.write(joins)
    assert await enrolling.begin(office.sender(PAVEL, private=True)) is None
    seed = (await office.database.read(lambda work: work.people.get(PAVEL))).pending_seed_secret
    assert seed is not None
    good = {pyotp.TOTP(seed).at(office.watch.now() + timedelta(seconds=30 * n)) for n in (-1, 0, 1)}
    wrong = next(code for code in ("000000", "111111", "222222", "333333") if code not in good)

    for _ in range(5):
        await enrolling.prove(office.sender(PAVEL, private=True), wrong)

    assert (await office.said()).count("member-locked") == 2
    assert [(line.what, line.actor) for line in await office.audited(Outcome.DONE)] == [(Event.PERSON_LOCK, PAVEL)]


async def test_a_recovery_code_counts_once_and_forgets_the_wrong_codes(office: Office) -> None:
    await office.database.write(lambda work: work.people.replace_recovery_codes(OLGA, [RECOVERY]))
    first, second = await asks(office, "one"), await asks(office, "two")
    for _ in range(4):
        await types(office, wrong_code(office), first.ticket_id)

    assert await types(office, RECOVERY.upper(), first.ticket_id) == TicketState(first.ticket_id, None)
    assert (await office.database.read(lambda work: work.people.get(OLGA))).failed_codes == 0

    await opens(office, OLGA, second)
    assert await types(office, RECOVERY, second.ticket_id) == TicketState(second.ticket_id, Stage.CODE)
    assert await problem(office) == "refused-recovery-code-used"
    assert (await office.database.read(lambda work: work.people.get(OLGA))).failed_codes == 0


async def test_a_recovery_code_is_kept_while_the_person_is_locked(office: Office) -> None:
    await office.database.write(lambda work: work.people.replace_recovery_codes(OLGA, [RECOVERY]))
    asked = await asks(office)
    for _ in range(5):
        await types(office, wrong_code(office), asked.ticket_id)

    assert await types(office, RECOVERY, asked.ticket_id) == TicketState(asked.ticket_id, Stage.CODE)
    assert await office.database.read(lambda work: work.people.count_recovery_codes(OLGA)) == 1


async def test_a_code_counts_once(office: Office) -> None:
    first, second = await asks(office, "one"), await asks(office, "two")
    await opens(office, OLGA, second)
    code = code_of(office)
    assert await types(office, code, first.ticket_id) == TicketState(first.ticket_id, None)

    assert await types(office, code, second.ticket_id) == TicketState(second.ticket_id, Stage.CODE)
    assert await problem(office) == "refused-code-used"
    assert (await office.database.read(lambda work: work.people.get(OLGA))).failed_codes == 0


async def test_digits_without_a_ticket_are_for_the_step_opened_last(office: Office) -> None:
    assert await types(office, "123456") == Refused(Reason.NOTHING_OPEN)
    first, second = await asks(office, "one"), await asks(office, "two")
    for asked in (second, first):
        office.watch.moment += timedelta(seconds=1)
        await opens(office, OLGA, asked)

    assert await types(office, code_of(office)) == TicketState(first.ticket_id, None)
    office.watch.moment += timedelta(seconds=30)
    assert await types(office, code_of(office)) == TicketState(second.ticket_id, None)


async def test_a_link_opens_the_step_of_its_requester_and_of_no_one_else(office: Office) -> None:
    await office.has(MAX, Role.OWNER)
    asked = await asks(office)
    assert asked.token is not None

    async def follows(user_id: int, token: str) -> Reply:
        return await office.desk.open(office.sender(user_id, private=True), token)

    assert await follows(MAX, asked.token) == Refused(Reason.NOT_REQUESTER, {"who": "Olga (1001)"})
    assert await follows(OLGA, "another") == Refused(Reason.LINK_USED)
    await office.told()
    assert await follows(OLGA, asked.token) == TicketState(asked.ticket_id, Stage.CODE)
    assert [one.sentence for one in await office.told()] == ["ticket-private-code"]
    await office.confirm(OLGA, asked)
    assert await follows(OLGA, asked.token) == Refused(Reason.LINK_USED)


async def test_no_step_of_an_ended_ticket_is_kept_as_opened(office: Office) -> None:
    asked = await asks(office)
    await opens(office, OLGA, asked)
    await types(office, code_of(office))

    assert (await office.ticket(asked)).end is End.DONE
    cards = await office.database.read(lambda work: work.cards.list_of_ticket(asked.ticket_id))
    assert {card.opened_at for card in cards} == {None}


async def test_the_step_of_an_unknown_ticket_is_not_opened(office: Office) -> None:
    assert await opens(office, OLGA, TicketState(uuid4(), None)) == Refused(Reason.LINK_UNKNOWN)


async def test_an_approver_gives_one_approval_by_code_and_the_requester_none(office: Office) -> None:
    await office.has(VERA, Role.APPROVER)
    await office.has(MAX, Role.OPERATOR, approvals=2)
    await office.has(PAVEL, Role.APPROVER)
    asked = await awaits_approval(office)
    until = (await office.ticket(asked)).stage_until
    assert [one.sentence for one in await office.told()].count("ticket-approver-asked") == 2

    assert await opens(office, OLGA, asked) == Refused(Reason.OWN_TICKET)
    assert await opens(office, MAX, asked) == Refused(Reason.ROLE_TOO_LOW, {"needed": "approver", "has": "operator"})
    cards = await office.database.read(lambda work: work.cards.list_of_ticket(asked.ticket_id))
    assert await office.approving.approve(office.sender(OLGA)) == Refused(Reason.OWN_TICKET)
    low = Refused(Reason.ROLE_TOO_LOW, {"needed": "approver", "has": "operator"})
    assert await office.approving.approve(office.sender(MAX)) == low
    assert await office.database.read(lambda work: work.cards.list_of_ticket(asked.ticket_id)) == cards
    assert await opens(office, VERA, asked) == TicketState(asked.ticket_id, Stage.APPROVAL)
    assert "ticket-approver-code" in await office.said()
    office.watch.moment += timedelta(seconds=30)
    assert await types(office, code_of(office, VERA), None, VERA) == TicketState(asked.ticket_id, Stage.APPROVAL)
    assert (await office.ticket(asked)).stage_until == until
    assert await opens(office, VERA, asked) == Refused(Reason.APPROVED_ALREADY)

    [proved, *_] = await office.audited(Outcome.PROVED)
    assert (proved.actor, proved.details["proof"]) == (VERA, ProofKind.APPROVAL)
    assert await office.confirm(PAVEL, asked) == TicketState(asked.ticket_id, Stage.RUNNING)
    assert await opens(office, VERA, asked) == Refused(Reason.NOT_IN_THIS_STAGE)


async def test_a_ticket_waits_for_its_requesters_own_proofs_first(office: Office) -> None:
    await office.has(VERA, Role.APPROVER, approvals=1)
    asked = await asks(office, "payout", "withdraw")
    assert await opens(office, VERA, asked) == Refused(Reason.NOT_REQUESTER, {"who": "Olga (1001)"})

    await office.confirm(OLGA, asked)

    assert await opens(office, VERA, asked) == Refused(Reason.NOT_REQUESTER, {"who": "Olga (1001)"})
    assert await opens(office, OLGA, asked) == Refused(Reason.NOT_IN_THIS_STAGE)


async def test_a_stranger_learns_only_that_it_is_not_theirs(office: Office) -> None:
    await office.has(VERA, Role.APPROVER, approvals=1)
    assert await opens(office, MAX, await asks(office)) == Refused(Reason.NOT_YOURS)
    assert await opens(office, MAX, await awaits_approval(office)) == Refused(Reason.NOT_YOURS)


async def test_a_step_that_timed_out_or_ended_takes_no_code(office: Office) -> None:
    timed_out, ended = await asks(office, "one"), await asks(office, "two")
    await office.confirm(OLGA, ended)
    assert await opens(office, OLGA, ended) == Refused(Reason.TICKET_ENDED, {"end": End.DONE})

    office.watch.moment += CODE_TIME
    assert await opens(office, OLGA, timed_out) == Refused(Reason.TICKET_LAPSED)
    assert await office.confirm(OLGA, timed_out) == Refused(Reason.TICKET_LAPSED)
    assert not await office.database.read(lambda work: work.tickets.list_proofs(timed_out.ticket_id))


async def test_each_stage_has_its_own_time(office: Office) -> None:
    await office.has(VERA, Role.APPROVER, approvals=1)
    asked = await asks(office, "payout", "withdraw")
    assert (await office.ticket(asked)).stage_until == office.watch.now() + CODE_TIME
    await office.confirm(OLGA, asked)
    mailed = await office.ticket(asked)
    assert (mailed.mailed_at, mailed.stage_until) == (office.watch.now(), office.watch.now() + EMAIL_TIME)
    await office.decide()
    assert (await office.ticket(asked)).stage_until == office.watch.now() + timedelta(hours=24)
    await office.confirm(VERA, asked)
    running = await office.ticket(asked)
    assert (running.stage, running.stage_until, running.result) == (Stage.RUNNING, None, None)
    assert [line.actor for line in await office.audited(Outcome.RUNNING)] == [None]


async def test_what_the_rules_refuse_after_the_code_ends_refused(office: Office) -> None:
    await office.has(MAX, Role.OWNER)
    asked = await asks(office)
    lower = replace(await office.membership(OLGA), role=Role.VIEWER)
    await office.database.write(lambda work: work.teams.save_membership(lower))

    assert await office.confirm(OLGA, asked) == TicketState(asked.ticket_id, None)

    ticket = await office.ticket(asked)
    assert ticket.end is End.REFUSED
    assert ticket.result == Refused(Reason.ROLE_TOO_LOW, {"needed": "operator", "has": "viewer"}).as_saying()
