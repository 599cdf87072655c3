"""Warnings without a reaction reach further people, and a reaction quiets them until the next step."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from bot.jobs.remind_expiring import RemindExpiring
from bot.operations.alerts.react import Reactions
from bot.operations.members.choose_quiet import ChooseTimes
from bot.rules.verdict import Reason, Refused
from storage.records import Action, Alert, Card, Event, Outcome, Role
from storage.work import Work
from tests.operations.office import CHAT, MAX, OLGA, PAVEL, VERA, Office

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


class Warned:
    """An office with one key, and the scan."""

    def __init__(self, office: Office, end: datetime) -> None:
        self.office, self.end = office, end

    @classmethod
    async def found(cls, office: Office) -> "Warned":
        """Max has made the key. Vera approves, and Olga owns the team."""
        await office.has(MAX, Role.OPERATOR)
        await office.has(VERA, Role.APPROVER)
        await office.does(MAX, Action.KEY_CREATE, "grid")
        (key,) = await office.database.read(lambda work: work.keys.list_of_team(office.team.id))
        assert key.expires_at is not None
        return cls(office, key.expires_at)

    async def at(self, left: timedelta) -> None:
        """Scan when so much time is left, and let Telegram take every card."""
        self.office.watch.moment = self.end - left
        await RemindExpiring(self.office.database, self.office.watch, scanned=lambda: None).run()

        def take(work: Work) -> None:
            for number, card in enumerate(self._open(work), start=1):
                if card.message_id is None:
                    work.outbox.drop(card)
                    work.cards.save(replace(card, message_id=int(left.total_seconds()) * 10 + number))

        await self.office.database.write(take)

    async def cards(self) -> dict[int, Card]:
        """Map the chats with an open card to it."""
        return {card.chat_id: card for card in await self.office.database.read(self._open)}

    async def next_look(self) -> datetime | None:
        """Return when the account is looked at next."""
        return await self.office.database.read(lambda work: work.alerts.next_look())

    async def alert(self) -> Alert:
        """Return the last announcement."""
        (latest,) = await self.office.database.read(lambda work: work.alerts.list_latest(self.office.team.id, 1))
        return latest

    async def presses(self, user_id: int, snooze: str | None = None, *, privately: bool = False) -> Refused | None:
        """Press below the card, and let the bot look at the account."""
        card = (await self.cards())[user_id if privately else CHAT]
        sender = self.office.sender(user_id, private=privately)
        request = replace(sender, place=replace(sender.place, message_id=card.message_id), is_press=True)
        return await Reactions(self.office.database, self.office.watch).react(request, snooze)

    def _open(self, work: Work) -> list[Card]:
        (account,) = work.accounts.list_of(self.office.team.id)
        return work.cards.list_about(f"alerts:{account.id.hex}")


async def test_without_a_reaction_each_step_reaches_its_owner_approvers_owners_and_their_mail(office: Office) -> None:
    warned = await Warned.found(office)
    await warned.at(DAY)
    assert set(await warned.cards()) == {CHAT}

    for left, told in ((22, {MAX}), (20, {MAX, VERA}), (18, {MAX, VERA, OLGA})):
        await warned.at(left * HOUR + MINUTE)
        assert told - set(await warned.cards()) != set(), "not before its time"
        await warned.at(left * HOUR)
        assert set(await warned.cards()) == {CHAT, *told}
    await office.told()
    assert office.letters == []
    await warned.at(16 * HOUR)
    await office.told()
    assert [address for address, _ in office.letters] == ["max@example.org", "olga@example.org"]
    await warned.at(7 * HOUR)
    assert (await warned.alert()).escalate_at is None, "that is all of this step"

    lines = [line for line in await office.audited(Outcome.DONE) if line.what is Event.ALERT_ESCALATE]
    assert [line.details["level"] for line in reversed(lines)] == [1, 2, 3, 4]
    await warned.at(6 * HOUR)
    assert (await warned.alert()).escalate_at == warned.end - 6 * HOUR + 30 * MINUTE


async def test_a_named_owner_of_the_key_is_told_first(office: Office) -> None:
    warned = await Warned.found(office)
    await office.has(PAVEL, Role.VIEWER)
    said = await office.does(OLGA, Action.KEY_OWNER, "grid", "owner", PAVEL)
    assert "Pavel (1004) answers for grid now" in said

    await warned.at(DAY)
    await warned.at(22 * HOUR)
    assert set(await warned.cards()) == {CHAT, PAVEL}


async def test_a_reaction_quiets_a_step_until_the_next_one(office: Office) -> None:
    warned = await Warned.found(office)
    await warned.at(DAY)
    assert await warned.presses(MAX) is None

    await warned.at(16 * HOUR)
    assert set(await warned.cards()) == {CHAT}
    assert ((await warned.alert()).acted_by, (await warned.alert()).escalated) == (MAX, 0)
    assert (await office.audited(Outcome.DONE))[0].what is Event.ALERT_TAKE

    await warned.at(6 * HOUR)
    assert (await warned.alert()).acted_by is None, "acknowledged and not renewed is said again"
    await warned.at(5 * HOUR)
    assert MAX in await warned.cards()


async def test_a_snooze_ends_with_the_next_step_at_the_latest_and_is_said_again(office: Office) -> None:
    warned = await Warned.found(office)
    await warned.at(DAY)
    first = (await warned.cards())[CHAT]
    assert await warned.presses(MAX, "four-hours") is None
    await warned.at(21 * HOUR)
    assert (await warned.cards())[CHAT] == first, "edited only"

    await warned.at(20 * HOUR)
    assert (await warned.cards())[CHAT] != first, "a new message"
    assert (await warned.alert()).escalate_at == warned.end - 18 * HOUR

    await warned.at(7 * HOUR)
    assert await warned.presses(MAX, "four-hours", privately=True) is None
    assert (await warned.alert()).snoozed_until == warned.end - 6 * HOUR


async def test_a_snooze_says_who_was_on_it_before(office: Office) -> None:
    warned = await Warned.found(office)
    await warned.at(DAY)
    await warned.presses(MAX)
    await warned.presses(VERA, "four-hours")
    await warned.at(DAY - MINUTE)

    alert = await warned.alert()
    assert (alert.acted_by, alert.acted_before) == (VERA, MAX)
    assert (await office.audited(Outcome.DONE))[0].details["relieved"] == [MAX]
    card = next(one for one in reversed(await office.told()) if one.sentence == "alerts-card")
    assert "Vera (1003) snoozed it until" in office.words(card)
    assert "(Max (1002) was on it before)" in office.words(card)

    await warned.presses(VERA, "hour")
    assert (await warned.alert()).acted_before == MAX
    await warned.at(22 * HOUR)
    assert (await warned.alert()).acted_before is None, "said again to all"


async def test_the_time_on_a_card_is_kept_each_hour_of_the_last_day(office: Office) -> None:
    warned = await Warned.found(office)
    await warned.at(3 * DAY)
    assert await warned.next_look() == warned.end - 2 * DAY
    await warned.at(DAY)
    await warned.presses(MAX)
    await warned.at(20 * HOUR)
    assert await warned.next_look() == warned.end - 19 * HOUR


@pytest.mark.parametrize(("who", "reason"), [(PAVEL, Reason.ROLE_TOO_LOW), (9999, Reason.NOT_A_MEMBER)])
async def test_only_operators_of_the_team_quiet_a_warning(office: Office, who: int, reason: Reason) -> None:
    warned = await Warned.found(office)
    await office.has(PAVEL, Role.VIEWER)
    await warned.at(DAY)
    sender = replace(office.sender(MAX), user_id=who)
    card = (await warned.cards())[CHAT]
    request = replace(sender, place=replace(sender.place, message_id=card.message_id), is_press=True)

    refused = await Reactions(office.database, office.watch).react(request)

    assert isinstance(refused, Refused)
    assert refused.reason is reason
    assert (await warned.alert()).acted_by is None


async def test_a_reaction_without_a_card_above_it_is_refused(office: Office) -> None:
    await Warned.found(office)
    refused = await Reactions(office.database, office.watch).react(office.sender(MAX))
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.LINK_UNKNOWN


async def test_who_is_limited_to_other_accounts_neither_quiets_a_warning_nor_is_told(office: Office) -> None:
    warned = await Warned.found(office)
    limited = replace(await office.membership(VERA), accounts=frozenset({uuid4()}))
    await office.database.write(lambda work: work.teams.save_membership(limited))
    await warned.at(DAY)

    refused = await warned.presses(VERA)
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.LIMITED
    await warned.at(18 * HOUR)
    assert VERA not in await warned.cards()


async def set_quiet(office: Office, hours: str) -> None:
    await office.does(OLGA, Action.ALERTS_QUIET, "quiet", hours)


async def test_a_warning_waits_for_the_end_of_the_teams_quiet_hours(office: Office) -> None:
    warned = await Warned.found(office)
    await set_quiet(office, "8-12")  # the key expires at 9 o'clock
    await warned.at(DAY)
    assert await warned.cards() == {}
    await warned.at(21 * HOUR + MINUTE)
    assert await warned.cards() == {}

    await warned.at(21 * HOUR)
    assert set(await warned.cards()) == {CHAT}
    assert (await warned.alert()).before_seconds == 86_400
    await warned.at(19 * HOUR)
    assert MAX in await warned.cards(), "its patience began when it was said"


async def test_quiet_hours_hold_escalation_back_but_not_in_the_last_hours_of_a_key(office: Office) -> None:
    warned = await Warned.found(office)
    await warned.at(DAY)
    await set_quiet(office, "10-7")  # 23 hours to 2 hours before it expires
    await warned.at(16 * HOUR)
    assert set(await warned.cards()) == {CHAT}

    await warned.at(6 * HOUR)
    assert (await warned.alert()).before_seconds == 6 * 3600
    await warned.at(5 * HOUR)
    assert MAX in await warned.cards()


async def test_a_person_with_quiet_hours_is_told_when_they_end_and_only_then(office: Office) -> None:
    warned = await Warned.found(office)
    await office.database.write(lambda work: work.people.save(replace(work.people.get(MAX), quiet_hours="10:00-17:00")))
    await warned.at(DAY)
    await warned.at(22 * HOUR)
    assert set(await warned.cards()) == {CHAT}
    await warned.at(20 * HOUR)
    assert set(await warned.cards()) == {CHAT, VERA}, "the next level does not wait for him"

    await warned.at(16 * HOUR + MINUTE)
    assert MAX not in await warned.cards()
    await warned.at(16 * HOUR)
    assert MAX in await warned.cards()
    assert (await warned.alert()).held_for is None


async def test_who_sleeps_while_another_reacts_is_not_told_later(office: Office) -> None:
    warned = await Warned.found(office)
    await office.database.write(lambda work: work.people.save(replace(work.people.get(MAX), quiet_hours="10:00-17:00")))
    await warned.at(DAY)
    await warned.at(22 * HOUR)
    assert (await warned.alert()).held_for == str(MAX)

    assert await warned.presses(VERA) is None
    await warned.at(15 * HOUR)
    assert set(await warned.cards()) == {CHAT}


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["quiet"], Reason.QUIET_BAD),
        (["quiet", "7-7"], Reason.QUIET_EQUAL),
        (["quiet", "off"], Reason.QUIET_UNCHANGED),
    ],
)
async def test_quiet_hours_that_cannot_be_set_are_refused(office: Office, words: list[str], reason: Reason) -> None:
    refused = await office.ask(OLGA, Action.ALERTS_QUIET, *words)
    assert isinstance(refused, Refused)
    assert refused.reason is reason


@pytest.mark.parametrize(
    ("typed", "hours", "zone", "says"),
    [
        ("22\u20137", "22:00-07:00", "UTC", "Your quiet hours: 22:00-07:00 (UTC)"),
        ("22-7 europe/vienna", "22:00-07:00", "Europe/Vienna", "(Europe/Vienna)"),
        ("22 - 7 America/New York", "22:00-07:00", "America/New_York", "(America/New_York)"),
        ("", None, "UTC", "You have no quiet hours"),
        ("off", None, "UTC", "You have no quiet hours"),
        ("22-7 nowhere", None, "UTC", "There is no time zone “nowhere”"),
        ("soon", None, "UTC", "“soon” are not quiet hours"),
    ],
)
async def test_people_set_their_own_quiet_hours_in_private(
    office: Office, typed: str, hours: str | None, zone: str, says: str
) -> None:
    request = replace(office.sender(OLGA, private=True), words=tuple(typed.split()))
    await ChooseTimes(office.database, office.watch).choose_quiet(request)

    olga = await office.database.read(lambda work: work.people.get(OLGA))
    assert (olga.quiet_hours, olga.zone) == (hours, zone)
    assert says in office.words((await office.told())[-1])
