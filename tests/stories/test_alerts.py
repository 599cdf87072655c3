"""Alerts before keys expire: in time, once, and with the button to press."""

from datetime import timedelta

from bot.sandbox.telegram.models import Message
from tests.app import MAX, OLGA, TEAM, TestApp
from tests.people import Member

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TERM = 90 * DAY
ALWAYS = ("Rotate", "I’m on it", "Snooze ▾")
MARGIN = timedelta(minutes=5)
"""A key's term begins a little after the story does."""


async def before_end(app: TestApp, left: timedelta) -> None:
    """Move the clock until this much is left of a term that has just begun."""
    await app.passes(TERM - left + MARGIN)


def alerts(app: TestApp, chat_id: int = TEAM) -> list[Message]:
    """Every alert that is still open."""
    said = app.environment.world.messages(chat_id, from_bot=True, with_deleted=False)
    return [one for one in said if "every program that uses it" in one.text]


def labels(message: Message) -> list[str]:
    return [str(button["text"]) for button in message.buttons]


def digests(app: TestApp) -> list[str]:
    return [one.text for one in app.environment.world.messages(TEAM, from_bot=True) if "☀️ Checked" in one.text]


async def test_every_alert_step_is_a_new_message_that_replaces_the_last(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey trading-eu trade")
    await before_end(app, 31 * DAY)
    assert alerts(app) == []

    seen: set[int] = set()
    for passing, words in (
        (1 * DAY, ("📅 Plan ahead · A key expires within 30 days", "in 30 days · ")),
        (16 * DAY, ("🟡 Coming up · A key expires within 14 days", "in 14 days · ")),
        (7 * DAY, ("🟠 This week · A key expires within 7 days", "in 7 days · ")),
        (4 * DAY, ("⏰ Act soon · A key expires within 3 days", "in 3 days · ")),
        (2 * DAY, ("🔴 Act today · A key expires within a day", "in 23 h 55 min · ")),
        (18 * HOUR, ("🚨 Act now · A key expires within 6 hours", "in 5 h 55 min · ")),
        (6 * HOUR, ("A key has expired", "5 min ago · ")),
        (1 * DAY, ("A key has expired", "1 day ago · ")),
        (1 * DAY, ("A key has expired", "2 days ago · ")),
    ):
        await app.passes(passing)
        (card,) = alerts(app)
        assert all(part in card.text for part in words), card.text
        assert "Press Renew for 90 more days, or Bind IPs" in card.text
        assert f"orders and stop-losses {'have stopped' if 'expired' in words[0] else 'stop'}" in card.text
        assert labels(card) == ["Renew", "Bind IPs", *ALWAYS]
        assert card.message_id not in seen
        seen.add(card.message_id)


async def test_nothing_is_said_twice_and_the_days_on_the_card_stay_true(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey trading-eu")
    await before_end(app, 30 * DAY)
    (first,) = alerts(app)

    await app.passes(DAY)
    await app.restart()
    await app.settle()

    (card,) = alerts(app)
    assert card.message_id == first.message_id
    assert "in 29 days · " in card.text


async def test_after_an_outage_only_the_most_urgent_is_said(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey trading-eu")
    await app.stop()
    app.environment.clock.jump(TERM - HOUR)
    await app.restart()
    await app.settle()

    assert len(alerts(app)) == 1
    assert "within 6 hours" in alerts(app)[0].text
    everything = [one.text for one in app.environment.world.messages(TEAM, from_bot=True)]
    assert len([text for text in everything if "every program that uses it" in text]) == 1


async def test_an_old_card_is_reduced_to_one_line(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey trading-eu")
    await before_end(app, 30 * DAY)
    (old,) = alerts(app)

    await app.passes(16 * DAY)

    assert olga.again(old).text == "A newer message about the keys of main is below."
    assert not olga.again(old).buttons
    await app.passes(14 * DAY)
    (ended,) = alerts(app)
    await app.passes(DAY)
    assert olga.again(ended).text == "A newer message about the keys of main is below."


async def test_renewing_from_the_card_takes_one_code_and_the_key_leaves_the_card(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey trading-eu")
    await before_end(app, 3 * DAY)
    (card,) = alerts(app)

    await olga.presses(card, "Renew")
    assert "six digits" in olga.newest(privately=True).text
    await olga.types(olga.code())

    assert "✅ trading-eu is renewed" in olga.newest().text
    assert "All keys of main are fine again" in olga.again(card).text
    assert not olga.again(card).buttons
    await app.passes(TERM - 30 * DAY + MARGIN)
    assert "within 30 days" in alerts(app)[0].text


async def test_renew_all_is_one_ticket_with_one_code(app: TestApp, olga: Member) -> None:
    for name in ("one", "two", "three"):
        await olga.does(f"/newkey {name}")
    await before_end(app, 7 * DAY)
    (card,) = alerts(app)
    assert labels(card) == ["Renew one", "Renew two", "Renew three", "Renew all 3", "Bind IPs", *ALWAYS]

    await olga.presses(card, "Renew all 3")
    await olga.types(olga.code())

    done = olga.newest().text
    assert [f"✅ {name} is renewed" in done for name in ("one", "two", "three")] == [True] * 3
    assert "fine again" in olga.again(card).text


async def test_a_key_that_is_bound_or_deleted_leaves_the_card_and_the_others_stay(app: TestApp, olga: Member) -> None:
    for name in ("one", "two", "three"):
        await olga.does(f"/newkey {name}")
    await before_end(app, 7 * DAY)
    (card,) = alerts(app)

    await olga.does("/bind one 203.0.113.7")
    assert "one" not in olga.again(card).text.split()
    await olga.does("/deletekey two")

    left = olga.again(card)
    assert "3 three" in left.text
    assert "two" not in left.text
    assert labels(left) == ["Renew", "Bind IPs", *ALWAYS]
    await olga.does("/deletekey three")
    assert "fine again" in olga.again(card).text


async def test_bind_ips_on_the_card_asks_which_and_from_where(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey trading-eu")
    await before_end(app, 7 * DAY)
    (card,) = alerts(app)

    await olga.presses(card, "Bind IPs")

    assert "Which IPs do you want to bind to trading-eu?" in olga.newest().text


async def test_a_viewer_may_press_but_not_renew(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey trading-eu")
    await before_end(app, 7 * DAY)
    vera = app.member(1003, "Vera")
    invited = await olga.does("/invite viewer 1003")
    await vera.presses(invited, "Join")

    assert "operator" in await vera.presses(alerts(app)[0], "Renew")


async def test_nobody_reacts_so_the_owner_reads_it_in_private_with_its_buttons(
    app: TestApp, olga: Member, max_: Member
) -> None:
    await olga.does("/newkey trading-eu")
    await before_end(app, DAY)
    assert alerts(app, OLGA) == []

    await app.passes(2 * HOUR)
    (card,) = alerts(app, OLGA)
    assert "Desk, account main" in card.text
    assert "no one has reacted yet" in card.text
    assert alerts(app, MAX) == []

    await olga.presses(card, "Renew")
    await olga.types(olga.code())
    assert "fine again" in olga.again(card).text


async def test_who_is_on_it_or_snoozes_stands_on_the_card(app: TestApp, olga: Member, max_: Member) -> None:
    await olga.does("/newkey trading-eu")
    await before_end(app, DAY)
    (card,) = alerts(app)

    assert "You are on it" in await max_.presses(card, "I’m on it")
    await app.passes(2 * HOUR)
    assert "Max (1002) has been on it since" in olga.again(card).text
    assert alerts(app, OLGA) == []

    await olga.presses(card, "Snooze ▾")
    assert labels(olga.again(card)) == ["1 hour", "4 hours", "Until 09:00", "I’m on it"]
    assert "Snoozed" in await olga.presses(card, "1 hour")
    await app.settle()
    assert "Olga (1001) snoozed it until" in olga.again(card).text
    assert labels(olga.again(card)) == ["Renew", "Bind IPs", *ALWAYS]
    await app.passes(HOUR)
    assert "A newer message" in olga.again(card).text


async def test_manual_keys_are_alerted_and_renewed_manually(app: TestApp, olga: Member) -> None:
    await olga.does("/track old-bot 4DA36FFC61334695 expires 2026-12-01")
    (card,) = alerts(app)
    assert "account tracked" in card.text
    assert "old-bot · in 9 days · 1\u00a0Dec\u00a023:59\u00a0UTC" in card.text

    await olga.presses(card, "Renew")
    await olga.types(olga.code())
    by_hand = next(
        one for one in reversed(app.environment.world.messages(TEAM, from_bot=True)) if "press Done" in one.text
    )
    await olga.presses(by_hand, "Done")
    await olga.presses(olga.newest(), "in 90 days")

    assert "All keys of tracked are fine again" in olga.again(card).text


async def test_a_key_of_unknown_end_is_named_after_a_week_and_then_every_month(app: TestApp, olga: Member) -> None:
    await olga.does("/track old-bot 4DA36FFC61334695")
    await app.passes(6 * DAY)
    assert alerts(app) == []

    await app.passes(DAY + MARGIN)
    (card,) = alerts(app)
    assert "A key may expire any day" in card.text
    assert "old-bot · expiry unknown" in card.text
    await app.passes(29 * DAY)
    assert [one.message_id for one in alerts(app)] == [card.message_id]
    await app.passes(DAY)
    assert [one.message_id for one in alerts(app)] != [card.message_id]


async def test_expiring_lists_the_next_thirty_days_and_what_has_ended(app: TestApp, olga: Member) -> None:
    assert "Desk has no keys yet" in (await olga.says("/expiring")).text
    await olga.does("/newkey old")
    await app.passes(60 * DAY)
    await olga.does("/newkey young")
    await olga.does("/newkey bound 203.0.113.7")
    assert "⛔️" not in (await olga.says("/expiring")).text
    await app.passes(31 * DAY)

    listed = await olga.says("/expiring")

    assert "1 old · expired" in listed.text
    assert "young" not in listed.text
    assert "bound" not in listed.text
    await olga.presses(listed, "Renew")
    await olga.types(olga.code())
    assert "✅ old is renewed" in olga.newest().text
    assert "None of the 3 keys of Desk expires within 30 days." in (await olga.says("/expiring")).text
    await olga.does("/track undated A1")
    told = (await olga.says("/expiring")).text
    assert "I know of no key of Desk that expires within 30 days. But for 1 of 4 I do not know the expiry date" in told


async def test_a_stranger_sees_nothing(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey trading-eu")
    await before_end(app, 7 * DAY)
    stranger = app.member(1999, "Mallory")

    for command in ("/expiring", "/alerts"):
        answer = (await stranger.says(command)).text
        assert "trading-eu" not in answer
        assert "Only members of this team" in answer


async def test_the_digest_comes_once_a_day_and_says_what_ends_next(app: TestApp, olga: Member) -> None:
    await app.passes(DAY)
    (said,) = digests(app)
    assert said.startswith("☀️ Checked at 09:00 UTC: no keys yet.\n📒 For an audit\n")
    assert "keyminder audit verify --head 2:" in said
    marks = {str(one["type"]) for one in app.environment.world.messages(TEAM)[-1].entities}
    assert "expandable_blockquote" in marks, "the head is there, and out of sight"
    await olga.does("/newkey trading-eu")
    await olga.does("/newkey later 203.0.113.7")

    await app.passes(DAY)

    assert len(digests(app)) == 2
    assert digests(app)[-1].startswith("☀️ Checked 2 keys at 09:0")
    assert "Next: trading-eu, expires in " in digests(app)[-1]
    await app.passes(40 * DAY)
    assert len(digests(app)) == 3
    await app.restart()
    await app.settle()
    await app.passes(HOUR)
    assert len(digests(app)) == 3
    await app.passes(60 * DAY)
    assert "⛔️ 1 has expired: /expiring" in digests(app)[-1]


async def test_alerts_says_how_it_warns_and_the_last_warnings(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey trading-eu")
    about = (await olga.says("/alerts")).text
    assert "I warn the group before a key expires: 30d 14d 7d 3d/1d 1d/2h 6h/30m." in about
    assert "No warnings yet." in about
    assert "The daily digest comes at 09:00 (UTC), next in " in about

    await before_end(app, 7 * DAY)
    assert "trading-eu, 7 days before it expires: " in (await olga.says("/alerts")).text
    await app.passes(6 * DAY + 18 * HOUR)
    assert "trading-eu, 6 hours before it expires" in (await olga.says("/alerts")).text
    await app.passes(6 * HOUR)
    assert "trading-eu, when it expired" in (await olga.says("/alerts")).text
    await app.passes(DAY)
    assert "trading-eu, 1 day after it expired" in (await olga.says("/alerts")).text


async def test_the_hour_of_the_digest_is_a_small_change_with_a_code(app: TestApp, olga: Member, max_: Member) -> None:
    card = await max_.says("/alerts at 8:30")
    assert "Daily digest at 08:30 (UTC)" in card.text
    done = await max_.confirms(card)
    assert "The daily digest comes next in 23 h 29 min · 23\u00a0Nov\u00a008:30\u00a0UTC" in done.text

    await app.passes(23 * HOUR + 4 * MARGIN)
    assert digests(app) == []
    await app.passes(HOUR)
    assert len(digests(app)) == 1


async def test_the_digest_can_be_switched_off_and_the_alerts_cannot(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey trading-eu")
    done = await olga.does("/alerts digest off")
    assert "Alerts about keys that expire still come" in done.text
    assert "already" in (await olga.says("/alerts digest off")).text

    await before_end(app, 7 * DAY)

    assert digests(app) == []
    assert len(alerts(app)) == 1
    assert "The daily digest is off" in (await olga.says("/alerts")).text
    assert "comes next" in (await olga.does("/alerts digest on")).text
    assert "is not a time of day" in (await olga.says("/alerts at 25:00")).text
    assert "Type /alerts at 09:00" in (await olga.says("/alerts off")).text


async def test_quiet_hours_are_the_teams_in_the_group_and_ones_own_in_private(app: TestApp, olga: Member) -> None:
    assert "Your quiet hours: 22:00-07:00 (UTC)" in (await olga.whispers("/alerts quiet 22-7")).text
    assert "Quiet hours: 22:00-07:00" in (await olga.whispers("/settings")).text
    assert "Quiet hours are 23:00-06:00" in (await olga.does("/alerts quiet 23\u20136")).text
    about = await olga.says("/alerts")
    assert "Quiet hours: 23:00-06:00 (UTC)" in about.text
    assert labels(about)[:4] == ["Alerts ▾", "News ▾", "Requests ▾", "Digest ▾"]

    await olga.presses(about, "News ▾")
    asked = olga.newest()
    assert asked.text.startswith("News are on now.")
    await olga.presses(asked, "Silent")
    assert "News: without a sound" in olga.newest().text


async def test_a_viewer_cannot_change_the_digest(app: TestApp, olga: Member) -> None:
    vera = app.member(1003, "Vera")
    await vera.presses(await olga.does("/invite viewer 1003"), "Join")

    assert "operator" in (await vera.says("/alerts digest off")).text
