"""The life of a second factor after its enrolment: new recovery codes, another phone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from bot.operations.desk.typed_codes import TypedCodes
from bot.operations.members.change_phone import SCAN_WITHIN
from bot.operations.members.enrol_person import EnrolPerson
from bot.operations.members.seed_messages import ENROL_SUBJECT
from bot.operations.model.operation import TicketState
from bot.rules.one_time_code import RECOVERY_CODES
from bot.rules.verdict import Reason, Refused
from storage.records import Action, End, Event, Message, Outcome, Person, Role, Stage
from storage.work import Work
from tests.operations.office import MAX, OLGA, VERA, Office

OLD = "k7fqm-2xw9c"
"""A recovery code of before."""


async def asks(office: Office, action: Action, user_id: int = OLGA) -> TicketState:
    """Ask for a change of one's own factor, in private."""
    asked = await office.desk.ask(action, office.sender(user_id, private=True))
    assert isinstance(asked, TicketState)
    return asked


def shown(told: list[Message], sentence: str) -> list[str]:
    """The recovery codes in the message with this sentence."""
    [codes] = [one.args["codes"] for one in told if one.sentence == sentence]
    assert isinstance(codes, tuple)
    return [str(code.args["code"]) for code in codes if isinstance(code, Message)]


async def left(office: Office, user_id: int = OLGA) -> int:
    return await office.database.read(lambda work: work.people.count_recovery_codes(user_id))


@pytest.mark.parametrize("proof", ["code", "recovery code"])
async def test_new_recovery_codes_replace_the_old_ones(office: Office, proof: str) -> None:
    await office.database.write(lambda work: work.people.replace_recovery_codes(OLGA, [OLD, "aaaaa-aaaaa"]))
    asked = await asks(office, Action.PERSON_RECOVERY)

    if proof == "code":
        await office.confirm(OLGA, asked)
    else:
        await office.desk.confirm(office.sender(OLGA, private=True), OLD, asked.ticket_id)

    assert (await office.ticket(asked)).end is End.DONE
    codes = shown(await office.told(), "recovery-codes-new")
    assert [to for to, letter in office.letters if letter.sentence == "news_by_mail"] == ["olga@example.org"]
    assert len(set(codes)) == RECOVERY_CODES == await left(office)
    again = await asks(office, Action.PERSON_RECOVERY)
    await office.desk.confirm(office.sender(OLGA, private=True), OLD, again.ticket_id)
    await office.desk.confirm(office.sender(OLGA, private=True), "aaaaa-aaaaa", again.ticket_id)
    assert (await office.ticket(again)).end is None
    await office.desk.confirm(office.sender(OLGA, private=True), codes[0], again.ticket_id)
    assert (await office.ticket(again)).end is End.DONE


async def test_new_recovery_codes_need_an_authenticator_and_one_request_is_open(office: Office) -> None:
    stranger = replace(office.sender(OLGA, private=True), user_id=VERA, name="Vera")
    assert await office.desk.ask(Action.PERSON_RECOVERY, stranger) == Refused(Reason.NOT_ENROLLED)

    first, second = await asks(office, Action.PERSON_RECOVERY), await asks(office, Action.PERSON_RECOVERY)

    assert (await office.ticket(first)).end is End.CANCELLED
    assert (await office.ticket(second)).end is None


async def test_a_used_recovery_code_says_how_many_are_left(office: Office) -> None:
    await office.database.write(lambda work: work.people.replace_recovery_codes(OLGA, [OLD, "aaaaa-aaaaa"]))
    asked = await office.ask(OLGA, Action.KEY_CREATE, "trading-eu")
    assert isinstance(asked, TicketState)

    await office.desk.confirm(office.sender(OLGA, private=True), OLD, asked.ticket_id)

    [told] = [one for one in await office.told() if one.sentence == "recovery-code-spent"]
    assert office.words(told).startswith("🔑 You used a recovery code. Left: 1 of 8.")


async def begins(office: Office, proof: str = "code", user_id: int = OLGA) -> str:
    """Prove the change of phone with the old one, and return the secret of the new one."""
    asked = await asks(office, Action.PERSON_PHONE, user_id)
    if proof == "code":
        await office.confirm(user_id, asked)
    else:
        await office.database.write(lambda work: work.people.replace_recovery_codes(user_id, [OLD]))
        await office.desk.confirm(office.sender(user_id, private=True), OLD, asked.ticket_id)
    assert (await office.ticket(asked)).end is End.DONE
    seed = (await person(office, user_id)).pending_seed_secret
    assert seed is not None
    assert [one.args for one in await office.told() if one.sentence == "phone-scan"] == [{"seed": seed}]
    return seed


async def test_the_secret_for_a_new_phone_stays_for_an_hour(office: Office) -> None:
    await begins(office)

    async def stands() -> bool:
        await office.told()
        return bool(await office.database.read(lambda work: work.cards.list_of_subject(OLGA, ENROL_SUBJECT)))

    stood = [await stands()]
    for minutes in (58, 2):
        office.watch.moment += timedelta(minutes=minutes)
        stood.append(await stands())

    assert stood == [True, True, False]


async def person(office: Office, user_id: int = OLGA) -> Person:
    return await office.database.read(lambda work: work.people.get(user_id))


async def types(office: Office, seed: str, user_id: int = OLGA) -> object:
    """Type the next code of this phone in private. Nothing of before is in memory."""
    office.watch.moment += timedelta(seconds=30)
    enrolling = EnrolPerson(office.database, office.watch, ())
    typed_codes = TypedCodes(office.database, office.watch, office.desk, enrolling)
    return await typed_codes.take(office.sender(user_id, private=True), pyotp.TOTP(seed).at(office.watch.now()))


@pytest.mark.parametrize("proof", ["code", "recovery code"])
async def test_the_first_code_of_a_new_phone_replaces_the_old_one(office: Office, proof: str) -> None:
    new, old = await begins(office, proof), office.seeds[OLGA]

    assert await types(office, new) is None

    now = await person(office)
    assert (now.totp_seed_secret, now.pending_seed_secret, now.enrolled_at) == (new, None, office.watch.now())
    assert len(shown(await office.told(), "recovery-codes")) == await left(office) == RECOVERY_CODES
    asked = await asks(office, Action.PERSON_RECOVERY)
    await types(office, old)
    assert (await office.ticket(asked)).end is None
    await types(office, new)
    assert (await office.ticket(asked)).end is End.DONE


async def test_a_code_of_the_old_phone_is_named_as_such_and_counts_as_a_wrong_one(office: Office) -> None:
    new, old = await begins(office), office.seeds[OLGA]

    assert await types(office, old) == Refused(Reason.CODE_OF_OLD_PHONE, {"left": 4})
    assert await types(office, "JBSWY3DPEHPK3PXP" * 2) == Refused(Reason.CODE_WRONG, {"left": 3})
    assert await types(office, new) is None


async def test_the_old_phone_counts_until_the_new_one_is_proven(office: Office) -> None:
    new, old = await begins(office), office.seeds[OLGA]

    asked = await office.ask(OLGA, Action.KEY_CREATE, "trading-eu")
    assert isinstance(asked, TicketState)
    await office.desk.step(office.sender(OLGA, private=True), asked.ticket_id)
    await types(office, old)

    assert (await office.ticket(asked)).end is End.DONE
    assert (await person(office)).totp_seed_secret == old
    assert await types(office, new) is None
    assert (await person(office)).totp_seed_secret == new


async def test_a_second_change_of_phone_makes_the_first_secret_void(office: Office) -> None:
    first = await begins(office)
    second = await begins(office)

    assert isinstance(await types(office, first), Refused)
    assert await types(office, second) is None
    assert (await person(office)).totp_seed_secret == second


async def test_a_new_phone_that_comes_too_late_changes_nothing(office: Office) -> None:
    new, old = await begins(office), office.seeds[OLGA]
    office.watch.moment += SCAN_WITHIN

    assert await types(office, new) == Refused(Reason.PHONE_TIMED_OUT)

    now = await person(office)
    assert (now.totp_seed_secret, now.pending_seed_secret, now.failed_codes) == (old, None, 0)


async def test_a_change_of_phone_is_announced_and_proves_nothing_for_money_for_a_day(office: Office) -> None:
    await office.has(VERA, Role.APPROVER, approvals=0)
    await office.has(MAX, Role.OPERATOR)
    new = await begins(office)
    await types(office, new)
    office.seeds[OLGA] = new

    assert "member-changed-phone" in await office.said()
    assert [to for to, letter in office.letters if letter.sentence == "news_by_mail"] == ["olga@example.org"]
    assert Event.FACTOR_CHANGE in {line.what for line in await office.audited(Outcome.DONE)}
    refused = await office.ask(OLGA, Action.KEY_CREATE, "payout", "withdraw")
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.FACTOR_TOO_YOUNG
    office.watch.moment += timedelta(hours=24)
    assert isinstance(await office.ask(OLGA, Action.KEY_CREATE, "payout", "withdraw"), TicketState)


async def test_a_request_in_the_middle_stops_when_the_phone_changes(office: Office) -> None:
    await office.has(VERA, Role.APPROVER, approvals=0)
    asked = await office.ask(OLGA, Action.KEY_CREATE, "payout", "withdraw")
    await office.confirm(OLGA, asked)
    new = await begins(office)
    await types(office, new)

    assert (await office.ticket(asked)).end is End.REFUSED


async def test_a_reset_asked_before_the_phone_changes_is_refused_before_it_takes_a_code(office: Office) -> None:
    await office.has(MAX, Role.OPERATOR, approvals=0)
    reset = await office.ask(OLGA, Action.MEMBER_RESET, MAX)
    harmless = await office.ask(OLGA, Action.KEY_CREATE, "trading-eu")

    await types(office, await begins(office))

    assert (await office.ticket(reset)).end is End.REFUSED
    assert isinstance(reset, TicketState)
    assert reset.token is not None
    assert await office.desk.open(office.sender(OLGA, private=True), reset.token) == Refused(Reason.LINK_USED)
    assert (await office.ticket(harmless)).stage is Stage.CODE
    why = "This needs an authenticator that is 24 hours old, and yours is newer."
    [told] = [office.words(one) for one in await office.told() if one.sentence == "not-done-why"]
    assert told.startswith(f"🚫 Not done: reset Max (1002) (#1). {why} Ask again after ")


async def test_an_open_step_says_itself_that_the_new_phone_is_too_young(office: Office) -> None:
    await office.has(MAX, Role.OPERATOR, approvals=0)
    reset = await office.ask(OLGA, Action.MEMBER_RESET, MAX)
    assert isinstance(reset, TicketState)
    await office.desk.step(office.sender(OLGA, private=True), reset.ticket_id)

    await types(office, await begins(office))

    told = [one.sentence for one in await office.told()]
    assert (told.count("ticket-refused"), told.count("not-done-why")) == (2, 0), "in the group and in private"


async def test_enrol_offers_the_change_to_a_person_who_is_enrolled(office: Office) -> None:
    enrolling = EnrolPerson(office.database, office.watch, ())
    assert await enrolling.begin(office.sender(OLGA, private=True)) == Refused(Reason.ALREADY_ENROLLED)

    def read(work: Work) -> list[str]:
        notices = work.deliveries.lease_due(office.watch.now(), datetime.now(UTC), datetime.now(UTC), 100)
        contents = [one.content for one in notices if one.content is not None]
        return [button.label.sentence for one in contents for row in one.buttons for button in row]

    assert await office.database.write(read) == ["button-change-phone"]
