"""The e-mail step: who gets which e-mail, what its page shows, and what ends its link."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from bot.operations.desk.confirm_page import PageFacts, PageState
from bot.operations.model.operation import TicketState
from bot.rules.ticket_path import EMAIL_TIME, RESEND_AFTER, hash_payload
from bot.rules.verdict import Reason, Refused
from storage.emails import EmailProgress
from storage.records import Action, Arg, End, MembershipStatus, Message, Outcome, ProofKind, Role, Stage
from tests.operations.office import MAX, OLGA, VERA, Office


async def payout(office: Office) -> TicketState:
    """Olga's key that can withdraw, which waits for her e-mail."""
    asked = await office.ask(OLGA, Action.KEY_CREATE, "payout", "withdraw")
    await office.confirm(OLGA, asked)
    assert isinstance(asked, TicketState)
    return asked


async def resend(office: Office, asked: TicketState, user_id: int = OLGA) -> TicketState | Refused:
    return await office.waiting.resend(office.sender(user_id, private=True), asked.ticket_id)


async def test_the_link_goes_to_its_requester_and_a_copy_without_it_to_those_who_approve(office: Office) -> None:
    await office.has(VERA, Role.APPROVER)
    await office.has(MAX, Role.OPERATOR)
    ticket = await office.ticket(await payout(office))
    await office.told()

    said: dict[str, Arg] = {
        "plan": ticket.plan,
        "who": "Olga (1001)",
        "team": "Desk",
        "hash": hash_payload(ticket.payload)[:16],
        "until": office.watch.now() + EMAIL_TIME,
    }
    assert office.letters == [
        ("olga@example.org", Message("confirm_ticket", {**said, "token": await office.link()})),
        ("vera@example.org", Message("copy_of_ticket", said)),
    ]


@pytest.mark.parametrize("why", ["suspended", "no e-mail"])
async def test_an_approver_who_cannot_approve_or_has_no_address_gets_no_copy(office: Office, why: str) -> None:
    await office.has(VERA, Role.APPROVER)
    if why == "suspended":
        out = replace(await office.membership(VERA), standing=MembershipStatus.SUSPENDED)
        await office.database.write(lambda work: work.teams.save_membership(out))
    else:
        await office.database.write(lambda work: work.people.save(replace(work.people.get(VERA), email=None)))

    await payout(office)

    await office.told()
    assert [to for to, _ in office.letters] == ["olga@example.org"]


@pytest.mark.parametrize("action", [Action.KEY_CREATE, Action.PERSON_EMAIL], ids=str)
async def test_an_e_mail_that_was_not_delivered_yet_is_shown_as_on_its_way(office: Office, action: Action) -> None:
    words = ("payout", "withdraw") if action is Action.KEY_CREATE else ("new@example.org",)
    asked = await office.desk.ask(action, replace(office.sender(OLGA, private=True), words=words))
    assert isinstance(asked, TicketState)
    await office.confirm(OLGA, asked)

    progress = await office.database.read(lambda work: work.emails.progress_of(asked.ticket_id, OLGA))

    assert progress is EmailProgress.SENDING


async def links(office: Office) -> dict[str, str]:
    """The newest link of each address."""
    await office.told()
    return {to: str(letter.args["token"]) for to, letter in office.letters if "token" in letter.args}


async def changes_email(office: Office) -> TicketState:
    """Olga's change of her e-mail, which waits for both addresses."""
    typed = replace(office.sender(OLGA, private=True), words=("new@example.org",))
    asked = await office.desk.ask(Action.PERSON_EMAIL, typed)
    assert isinstance(asked, TicketState)
    await office.confirm(OLGA, asked)
    return asked


async def email_of(office: Office) -> str | None:
    return (await office.database.read(lambda work: work.people.get(OLGA))).email


async def forgets_email(office: Office) -> None:
    """Delete Olga's e-mail as a reset does."""
    await office.database.write(
        lambda work: work.people.save(replace(work.people.get(OLGA), email=None, email_verified_at=None))
    )


@pytest.mark.parametrize("first", ["new@example.org", "olga@example.org"])
async def test_a_change_of_e_mail_is_confirmed_by_the_new_address_and_by_the_old_one(
    office: Office, first: str
) -> None:
    asked = await changes_email(office)
    assert (await office.ticket(asked)).action is Action.PERSON_EMAIL_CHANGE
    found = await links(office)
    assert {(to, letter.sentence) for to, letter in office.letters} == {
        ("olga@example.org", "confirm_old_email"),
        ("new@example.org", "confirm_email"),
    }

    half = await office.pages.confirm(found.pop(first))
    assert half is not None
    assert half.state is PageState.CONFIRMED
    assert (await email_of(office), (await office.ticket(asked)).stage) == ("olga@example.org", Stage.EMAIL)
    waiting = [one.args for one in await office.told() if one.sentence == "ticket-private-emails"][-1]
    assert (waiting["new_done"], waiting["old_done"]) == (first == "new@example.org", first == "olga@example.org")
    [other] = found.values()
    page = await office.pages.view(other)
    assert page is not None
    assert page.state is PageState.OPEN
    await office.pages.confirm(other)

    assert await email_of(office) == "new@example.org"
    await office.told()
    assert [to for to, letter in office.letters if letter.sentence == "email_changed"] == ["olga@example.org"]


async def test_a_request_asked_before_the_e_mail_changes_is_refused_before_it_takes_a_code(office: Office) -> None:
    await office.has(MAX, Role.OPERATOR, approvals=0)
    await changes_email(office)
    asked = await office.ask(OLGA, Action.MEMBER_RESET, MAX)
    for link in (await links(office)).values():
        await office.pages.confirm(link)
    ended = await office.ticket(asked)
    assert (ended.end, ended.result and ended.result.sentence) == (End.REFUSED, "refused-email-too-young")


async def test_one_address_cannot_confirm_twice(office: Office) -> None:
    await changes_email(office)
    new = (await links(office))["new@example.org"]
    pages = [await office.pages.confirm(new), await office.pages.confirm(new)]
    assert [page and page.state for page in pages] == [PageState.CONFIRMED] * 2
    assert await email_of(office) == "olga@example.org"


async def test_the_old_address_denies_the_change_and_owners_hear_of_it(office: Office) -> None:
    await office.has(VERA, Role.OWNER)
    asked = await changes_email(office)
    found = await links(office)
    await office.pages.confirm(found["new@example.org"])

    await office.pages.deny(found["olga@example.org"])

    assert ((await office.ticket(asked)).end, await email_of(office)) == (End.CANCELLED, "olga@example.org")
    assert "cancelled-by-mail" in await office.said()
    assert await office.pages.view(found["new@example.org"]) is None


async def test_a_change_is_sent_again_only_to_the_address_that_has_not_confirmed(office: Office) -> None:
    asked = await changes_email(office)
    found = await links(office)
    await office.pages.confirm(found["new@example.org"])
    office.letters.clear()
    office.watch.moment += RESEND_AFTER

    assert isinstance(await resend(office, asked), TicketState)

    again = await links(office)
    assert list(again) == ["olga@example.org"]
    assert await office.pages.view(found["olga@example.org"]) is None
    await office.pages.confirm(again["olga@example.org"])
    assert await email_of(office) == "new@example.org"


async def test_the_old_address_hears_of_a_change_that_no_address_confirms(office: Office) -> None:
    asked = await changes_email(office)
    found = await links(office)
    assert "olga@example.org" in found
    office.watch.moment += EMAIL_TIME
    pages = [await office.pages.confirm(one) for one in found.values()]
    assert [page and page.state for page in pages] == [PageState.TIMED_OUT] * 2
    assert await resend(office, asked) == Refused(Reason.TICKET_LAPSED)
    assert await email_of(office) == "olga@example.org"


async def test_a_change_of_an_address_that_was_deleted_in_between_is_refused(office: Office) -> None:
    asked = await changes_email(office)
    found = await links(office)
    await forgets_email(office)

    await office.pages.confirm(found["new@example.org"])

    assert (await office.ticket(asked)).end is End.REFUSED


async def test_a_first_address_is_confirmed_at_that_address_alone(office: Office) -> None:
    await office.has(VERA, Role.APPROVER)
    await forgets_email(office)
    typed = replace(office.sender(OLGA, private=True), words=("new@example.org",))
    asked = await office.desk.ask(Action.PERSON_EMAIL, typed)
    await office.confirm(OLGA, asked)

    link = await office.link()
    [(to, letter)] = office.letters
    assert (to, letter.sentence, letter.args["email"]) == ("new@example.org", "confirm_email", "new@example.org")
    assert letter.args["team"] is None
    page = await office.pages.view(link)
    assert page is not None
    assert (page.is_own_email, page.team) == (True, None)
    await office.decide()
    assert (await office.database.read(lambda work: work.people.get(OLGA))).email == "new@example.org"


async def test_the_page_shows_what_is_asked_until_the_link_times_out(office: Office) -> None:
    asked = await payout(office)
    ticket, link = await office.ticket(asked), await office.link()
    shown = PageFacts(
        PageState.OPEN,
        ticket.plan,
        "Olga (1001)",
        "Desk",
        hash_payload(ticket.payload)[:16],
        office.watch.now() + EMAIL_TIME,
        is_own_email=False,
    )
    assert await office.pages.view(link) == shown
    assert await office.pages.view("another") is None
    assert [await decide("another") for decide in (office.pages.confirm, office.pages.deny)] == [None, None]

    office.watch.moment += EMAIL_TIME
    timed_out = replace(shown, state=PageState.TIMED_OUT)
    assert await office.pages.view(link) == timed_out
    for decide in (office.pages.confirm, office.pages.deny):
        assert await decide(link) == timed_out
    assert (await office.ticket(asked)).stage is Stage.EMAIL


async def test_a_confirmed_page_says_so_while_approvals_are_missing(office: Office) -> None:
    await office.has(VERA, Role.APPROVER, approvals=1)
    asked = await payout(office)
    link = await office.link()

    pressed = [await decide(link) for decide in (office.pages.confirm, office.pages.deny)]

    assert [page and page.state for page in pressed] == [PageState.CONFIRMED] * 2
    assert (await office.ticket(asked)).stage is Stage.APPROVAL
    assert (await office.audited(Outcome.PROVED))[0].details["proof"] == ProofKind.EMAIL


async def test_a_denied_page_ends_the_request_aloud(office: Office) -> None:
    asked = await payout(office)
    link = await office.link()

    page = await office.pages.deny(link)

    assert page is not None
    assert page.state is PageState.DENIED
    ticket = await office.ticket(asked)
    assert (ticket.end, ticket.result) == (
        End.CANCELLED,
        Message("cancelled-by-mail", {"who": "Olga (1001)", "user_id": "1001"}),
    )
    [line] = await office.audited(Outcome.PROOF_FAILED)
    assert (line.actor, line.ticket_id, line.details["proof"]) == (OLGA, asked.ticket_id, ProofKind.EMAIL)
    # The card is edited, and a message says it too.
    assert [one.sentence for one in await office.told()].count("ticket-cancelled") == 2
    assert await office.pages.view(link) is None


async def test_the_e_mail_is_sent_again_after_a_minute_and_the_older_link_ends(office: Office) -> None:
    asked = await payout(office)
    first = await office.link()
    assert await resend(office, asked) == Refused(Reason.RESEND_TOO_SOON, {"seconds": 60})

    office.watch.moment += RESEND_AFTER
    assert await resend(office, asked) == TicketState(asked.ticket_id, Stage.EMAIL)

    second = await office.link()
    assert await office.pages.view(first) is None
    page = await office.pages.view(second)
    assert page is not None
    assert page.until == office.watch.now() + EMAIL_TIME
    assert (await office.ticket(asked)).stage_until == page.until
    assert await resend(office, asked) == Refused(Reason.RESEND_TOO_SOON, {"seconds": 60})


async def test_an_e_mail_is_sent_again_only_for_its_requester_while_it_is_waited_for(office: Office) -> None:
    await office.has(MAX, Role.OWNER)
    asked = await office.ask(OLGA, Action.KEY_CREATE, "payout", "withdraw")
    assert isinstance(asked, TicketState)
    assert await resend(office, asked) == Refused(Reason.NOT_IN_THIS_STAGE)
    assert await resend(office, TicketState(uuid4(), None)) == Refused(Reason.LINK_UNKNOWN)
    await office.confirm(OLGA, asked)
    assert await resend(office, asked, MAX) == Refused(Reason.NOT_REQUESTER, {"who": "Olga (1001)"})

    office.watch.moment += EMAIL_TIME - timedelta(seconds=1)
    assert isinstance(await resend(office, asked), TicketState)
    office.watch.moment += EMAIL_TIME
    assert await resend(office, asked) == Refused(Reason.TICKET_LAPSED)
