"""While a person is locked after five wrong codes, nothing asks them for a code."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from bot.operations.desk.code_revocation import CodeRevocation
from bot.operations.desk.desk import Reply
from bot.operations.desk.typed_codes import TypedCodes
from bot.operations.members.enrol_person import EnrolPerson
from bot.operations.model.button_data import Step, TicketPress, decode
from bot.operations.model.operation import TicketState
from bot.rules.one_time_code import LOCK_FOR
from bot.rules.verdict import Reason, Refused
from storage.records import Action, Channel, MessageContent, Person, Role, Stage
from storage.work import Work
from tests.operations.office import MAX, OLGA, VERA, Office

WRONG = ("000000", "111111", "222222", "333333")
ASKED: list[tuple[Action, tuple[object, ...]]] = [
    (Action.KEY_CREATE, ("trading-eu",)),
    (Action.POLICY_CODES, ("private",)),
    (Action.MEMBER_RESET, (VERA,)),
    (Action.POLICY_APPROVALS, (1,)),
]
PERSONAL: list[tuple[Action, tuple[object, ...]]] = [
    (Action.PERSON_PHONE, ()),
    (Action.PERSON_RECOVERY, ()),
    (Action.PERSON_EMAIL, ("new@example.org",)),
]


async def locks(office: Office, user_id: int) -> datetime:
    """Lock this person, and return until when."""
    until = office.watch.now() + LOCK_FOR

    def body(work: Work) -> None:
        work.people.save(replace(work.people.get(user_id), locked_until=until))

    await office.database.write(body)
    return until


def wrong_code(office: Office, seed: str) -> str:
    """A code that this seed shows neither now nor around now."""
    now = office.watch.now()
    good = {pyotp.TOTP(seed).at(now + timedelta(seconds=30 * step)) for step in (-1, 0, 1)}
    return next(code for code in WRONG if code not in good)


async def said_to(office: Office, user_id: int) -> list[MessageContent]:
    """Deliver, and return what this person reads in private and the group reads."""

    def body(work: Work) -> list[MessageContent]:
        now = office.watch.now()
        found = []
        while due := work.deliveries.lease_due(now, datetime.now(UTC), datetime.now(UTC), 100):
            for notice in due:
                office.updates += 1
                work.deliveries.delivered(notice, office.updates, now)
                is_read = notice.channel is Channel.SAY and notice.chat_id in {user_id, office.team.chat_id}
                found += [notice.content] if is_read and notice.content is not None else []
        return found

    return await office.database.write(body)


def asks_for_code(office: Office, content: MessageContent) -> bool:
    """Whether it has a pad, or words that ask for the six digits."""
    presses = [decode(one.press) for row in content.buttons for one in row if one.press is not None]
    has_pad = any(isinstance(one, TicketPress) and one.step in {Step.PAD, Step.VOTE} for one in presses)
    return has_pad or "the six digits" in office.words(content.saying)


async def asks(office: Office, action: Action, words: tuple[object, ...], *, private: bool) -> Reply:
    typed = tuple(str(word) for word in words)
    return await office.desk.ask(action, replace(office.sender(OLGA, private=private), words=typed))


@pytest.mark.parametrize(
    ("private", "action", "words"),
    [(False, *one) for one in ASKED] + [(True, *one) for one in [*ASKED, *PERSONAL]],
    ids=str,
)
async def test_what_a_locked_person_asks_for_shows_until_when_and_no_pad(
    office: Office, private: bool, action: Action, words: tuple[object, ...]
) -> None:
    await office.has(VERA, Role.OPERATOR)
    await office.has(MAX, Role.APPROVER, approvals=0)
    await office.database.write(lambda work: work.teams.save(replace(work.teams.get(office.team.id), codes_here=True)))
    await locks(office, OLGA)

    asked = await asks(office, action, words, private=private)
    assert isinstance(asked, TicketState)
    await office.desk.step(office.sender(OLGA, private=True), asked.ticket_id)

    said = await said_to(office, OLGA)
    assert said
    assert [one.saying.sentence for one in said if asks_for_code(office, one)] == []
    assert "ticket-private-locked" in {one.saying.sentence for one in said}


async def test_a_locked_owner_breaks_no_glass_and_a_locked_approver_sees_no_pad(office: Office) -> None:
    await office.has(VERA, Role.OWNER, approvals=1)
    asked = await office.ask(OLGA, Action.KEY_CREATE, "payout", "withdraw")
    await office.confirm(OLGA, asked)
    await office.decide()
    assert (await office.ticket(asked)).stage is Stage.APPROVAL
    await said_to(office, VERA)
    await locks(office, VERA)

    assert isinstance(asked, TicketState)
    await office.desk.step(office.sender(VERA, private=True), asked.ticket_id)
    glass = await office.ask(VERA, Action.TICKET_BREAK_GLASS, 1, "urgent", "payout")
    assert isinstance(glass, TicketState)
    await office.desk.step(office.sender(VERA, private=True), glass.ticket_id)

    said = await said_to(office, VERA)
    assert [one.saying.sentence for one in said if asks_for_code(office, one)] == []
    assert {"ticket-approver-locked", "ticket-private-locked"} <= {one.saying.sentence for one in said}


async def test_the_fifth_wrong_code_takes_every_open_pad_away(office: Office) -> None:
    await office.has(VERA, Role.OWNER, approvals=1)
    asked = await office.ask(OLGA, Action.KEY_CREATE, "payout", "withdraw")
    await office.confirm(OLGA, asked)
    await office.decide()
    assert isinstance(asked, TicketState)
    await office.desk.step(office.sender(VERA, private=True), asked.ticket_id)
    own = await office.ask(VERA, Action.KEY_CREATE, "trading-eu")
    assert isinstance(own, TicketState)
    await office.desk.step(office.sender(VERA, private=True), own.ticket_id)
    await said_to(office, VERA)

    for _ in range(5):
        await office.desk.confirm(
            office.sender(VERA, private=True), wrong_code(office, office.seeds[VERA]), own.ticket_id
        )

    said = await said_to(office, VERA)
    assert {"ticket-approver-locked", "ticket-private-locked"} <= {one.saying.sentence for one in said}


async def test_a_locked_person_does_not_begin_an_enrolment(office: Office) -> None:
    def opens(work: Work) -> None:
        later = office.watch.now() + timedelta(hours=1)
        locked = Person(MAX, "Max", may_enrol_until=later, locked_until=office.watch.now() + LOCK_FOR)
        work.people.save(locked)

    await office.database.write(opens)
    enrolling = EnrolPerson(office.database, office.watch, ())
    refused = await enrolling.begin(office.sender(MAX, private=True))
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.LOCKED
    office.watch.moment += LOCK_FOR
    assert await enrolling.begin(office.sender(MAX, private=True)) is None


@pytest.mark.parametrize("is_change", [False, True], ids=["first phone", "new phone"])
async def test_five_wrong_first_codes_take_the_question_away_and_keep_the_old_phone(
    office: Office, is_change: bool
) -> None:
    enrolling = EnrolPerson(office.database, office.watch, ())
    user_id = OLGA if is_change else MAX
    if is_change:
        asked = await asks(office, Action.PERSON_PHONE, (), private=True)
        await office.confirm(OLGA, asked)
    else:
        later = office.watch.now() + timedelta(hours=1)
        await office.database.write(lambda work: work.people.save(Person(MAX, "Max", may_enrol_until=later)))
        await enrolling.begin(office.sender(MAX, private=True))
    await said_to(office, user_id)
    seed = (await office.database.read(lambda work: work.people.get(user_id))).pending_seed_secret
    assert seed is not None

    typed_codes = TypedCodes(office.database, office.watch, office.desk, enrolling)
    for _ in range(5):
        last = await typed_codes.take(office.sender(user_id, private=True), wrong_code(office, seed))

    assert isinstance(last, Refused)
    command = "/settings phone" if is_change else "/enrol"
    assert (last.reason, last.args["command"]) == (Reason.SETUP_LOCKED, command)
    now = await office.database.read(lambda work: work.people.get(user_id))
    assert (now.pending_seed_secret, now.totp_seed_secret) == (None, office.seeds.get(user_id))
    said = await said_to(office, user_id)
    assert [one.saying.sentence for one in said if asks_for_code(office, one)] == []


async def test_a_code_in_the_group_does_not_ask_a_locked_person_for_another(office: Office) -> None:
    asked = await office.ask(OLGA, Action.KEY_CREATE, "trading-eu")
    assert isinstance(asked, TicketState)
    await said_to(office, OLGA)
    until = await locks(office, OLGA)
    code = pyotp.TOTP(office.seeds[OLGA]).at(office.watch.now())

    assert await CodeRevocation(office.database, office.watch).burn(office.sender(OLGA), code)

    said = await said_to(office, OLGA)
    assert [one.saying.args["until"] for one in said if one.saying.sentence == "code-burnt"] == [until]
    assert [one.saying.sentence for one in said if asks_for_code(office, one)] == []
