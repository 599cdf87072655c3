"""The owners' card about other ends than those of keys: said in steps, quieted by people, by e-mail if none reacts."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from bot.exchanges.main_account import Credentials
from bot.jobs.delivery import Delivered, Rejected
from bot.jobs.delivery_results import settle
from bot.jobs.watch_other_ends import WatchOtherEnds
from bot.operations.alerts.react import Reactions
from bot.operations.model.operation import Request
from bot.operations.model.outside_ends import CertificateSeen
from bot.rules.verdict import Reason, Refused
from storage.records import Account, AccountKind, Action, Event, Message, MessageContent, Role
from storage.work import Work
from tests.operations.office import BEGINNING, MAX, OLGA, VERA, Office

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@dataclass
class World:
    """What the outside answers."""

    certificate: CertificateSeen | None = None
    is_stopped: bool | None = None

    async def look_at_certificate(self) -> CertificateSeen | None:
        return self.certificate

    async def is_webhook_stopped(self, _now: datetime) -> bool | None:
        return self.is_stopped


@dataclass
class Owners:
    """What the owners of a team are told."""

    office: Office
    world: World

    async def read(self, after: timedelta = timedelta()) -> list[str]:
        """The cards that the job sends or edits after this time, in order."""
        self.office.watch.moment += after
        if self.job is None:
            self.job = WatchOtherEnds(self.office.database, self.office.watch, self.world)
        while (await self.job.run()).did:
            pass
        told = [one for one in await self.office.told() if one.sentence.startswith("ends-")]
        return [self.office.words(one).replace("\u00a0", " ") for one in told]

    job: WatchOtherEnds | None = None

    async def press(self, user_id: int = OLGA) -> Request:
        """A press below the newest card of this person."""
        (team_id,) = [self.office.team.id]
        cards = await self.office.database.read(lambda work: work.cards.list_about(f"ends:{team_id.hex}"))
        (card,) = [one for one in cards if one.user_id == OLGA]
        asked = self.office.sender(user_id, private=True)
        return replace(
            asked, place=replace(asked.place, chat_id=OLGA, message_id=card.message_id), is_press=True, team_id=team_id
        )


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def owners(office: Office, world: World) -> Owners:
    return Owners(office, world)


async def test_nothing_is_said_while_nothing_ends(owners: Owners) -> None:
    assert await owners.read() == []
    assert await owners.read(DAY) == []


async def test_a_certificate_is_said_in_steps_and_a_renewed_one_closes_the_card(owners: Owners, world: World) -> None:
    world.certificate = CertificateSeen(BEGINNING + 30 * DAY)
    assert await owners.read() == []
    (said,) = await owners.read(10 * DAY)
    assert said.startswith("⏳ Desk: this needs an owner.\n\n• The certificate of my web address expires 22 Dec")
    assert "in 20 days" in said
    old, new = await owners.read(14 * DAY)
    assert (old, "in 6 days" in new) == ("⏳ Desk: see the newer message below.", True)
    world.certificate = CertificateSeen(BEGINNING + 120 * DAY)
    assert await owners.read(HOUR) == ["✅ Desk: nothing needs an owner now."]
    assert await owners.read(DAY) == []


async def test_a_certificate_that_is_expired_already_is_said(owners: Owners, world: World) -> None:
    world.certificate = CertificateSeen(None)
    assert len(await owners.read()) == 1
    assert len(await owners.read(HOUR)) <= 1, "it is one end, whenever it is read"


@pytest.mark.parametrize(("hours", "is_silent"), [(None, False), ("08:00-10:00", True), ("10:00-12:00", False)])
async def test_it_makes_no_sound_in_the_quiet_hours_of_an_owner(
    office: Office, world: World, hours: str | None, is_silent: bool
) -> None:
    world.is_stopped = True
    await office.database.write(lambda work: work.people.save(replace(work.people.get(OLGA), quiet_hours=hours)))
    await WatchOtherEnds(office.database, office.watch, world).run()

    def take(work: Work) -> list[bool]:
        notices = work.deliveries.lease_due(office.watch.now(), work.real_now(), work.real_now(), 9)
        return [one.content.is_silent for one in notices if one.content is not None]

    assert await office.database.write(take) == [is_silent]


async def test_without_a_reaction_owners_get_an_email(office: Office, owners: Owners, world: World) -> None:
    world.is_stopped = True
    (said,) = await owners.read()
    assert "Telegram has not reached my web address since 22 Nov" in said
    assert office.letters == []
    await owners.read(2 * HOUR)
    assert [(to, letter.sentence) for to, letter in office.letters] == [("olga@example.org", "ends_by_mail")]
    world.is_stopped = False
    assert await owners.read(HOUR) == ["✅ Desk: nothing needs an owner now."]


@pytest.mark.parametrize(("snooze", "until"), [(None, None), ("hour", HOUR)])
async def test_an_owner_is_on_it_or_snoozes_it(
    office: Office, owners: Owners, world: World, snooze: str | None, until: timedelta | None
) -> None:
    world.is_stopped = True
    await owners.read()
    assert await Reactions(office.database, office.watch).react(await owners.press(), snooze) is None
    (said,) = await owners.read()
    assert ("Olga (1001) snoozed it until" if until else "Olga (1001) has been on it since") in said
    again = await owners.read(2 * HOUR)
    assert office.letters == []
    assert len([one for one in again if "this needs an owner" in one]) == (1 if until else 0)
    assert len(await owners.read(DAY)) == 2, "the next step is said all the same"
    lines = await office.database.read(lambda work: work.audit.list_latest(office.team.id, 3))
    assert (Event.ALERT_TAKE if until is None else Event.ALERT_SNOOZE) in [one.what for one in lines]


async def test_only_an_owner_of_the_team_may_quiet_it(office: Office, owners: Owners, world: World) -> None:
    await office.has(MAX, Role.APPROVER)
    world.is_stopped = True
    await owners.read()
    reactions = Reactions(office.database, office.watch)
    assert await reactions.react(await owners.press(MAX)) == Refused(Reason.LINK_UNKNOWN)
    assert await reactions.may_react(await owners.press(MAX)) == Refused(Reason.LINK_UNKNOWN)
    assert await reactions.may_react(await owners.press()) is None
    assert await reactions.react(await owners.press(), "year") == Refused(Reason.LINK_UNKNOWN)


async def test_a_person_without_recovery_codes_is_named_to_owners(office: Office, owners: Owners) -> None:
    await office.has(VERA, Role.OPERATOR)
    await office.database.write(lambda work: work.people.replace_recovery_codes(VERA, ["one", "two"]))
    await office.database.write(lambda work: work.people.spend_recovery_code(VERA, "one", office.watch.now()))
    assert await owners.read() == []
    await office.database.write(lambda work: work.people.spend_recovery_code(VERA, "two", office.watch.now()))
    (said,) = await owners.read(DAY)
    assert "Vera (1003) has had no recovery code since 22 Nov" in said
    await office.database.write(lambda work: work.people.replace_recovery_codes(VERA, ["three"]))
    assert await owners.read(DAY) == ["✅ Desk: nothing needs an owner now."]


async def test_an_invitation_that_times_out_soon_is_said(office: Office, owners: Owners) -> None:
    await owners.read()
    await office.does(OLGA, Action.MEMBER_INVITE, "operator", "1009")
    assert await owners.read() == []
    (said,) = await owners.read(18 * HOUR)
    assert "The invitation of person 1009 times out" in said
    assert await owners.read(7 * HOUR) == ["✅ Desk: nothing needs an owner now."]


async def test_a_connection_is_said_before_the_latest_end_of_its_key(office: Office, owners: Owners) -> None:
    secret = Credentials("ACCESS", "SECRET").to_text()
    main = Account(uuid4(), office.team.id, "coinex", AccountKind.COINEX, BEGINNING, credentials_secret=secret)
    await office.database.write(lambda work: work.accounts.add(main))
    assert await owners.read() == []
    (said,) = await owners.read(76 * DAY)
    assert "My own key for coinex expires" in said
    assert await owners.read(20 * DAY) == ["✅ Desk: nothing needs an owner now."]


async def test_refused_emails_are_said_until_one_arrives(office: Office, owners: Owners) -> None:
    await owners.read()

    async def mails(result: Rejected | Delivered) -> None:
        def body(work: Work) -> None:
            now = office.watch.now()
            letter = MessageContent(Message("news_by_mail", {"text": Message("ends-fine", {"team": "Desk"})}))
            work.outbox.mail(letter, "olga@example.org", user_id=OLGA, due_at=now)
            (notice,) = [one for one in work.deliveries.lease_due(now, now, now, 10) if one.to_email]
            settle(work, notice, result, now)

        await office.database.write(body)

    await mails(Rejected("no such mailbox"))
    (said,) = await owners.read()
    assert "The mail server has refused e-mail to Olga (1001) since" in said
    await mails(Rejected("no such mailbox"))
    assert await owners.read() == []
    await mails(Delivered())
    assert await owners.read() == ["✅ Desk: nothing needs an owner now."]
