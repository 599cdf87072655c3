"""Four eyes: a MONEY change waits for another person, who sees it exactly and uses their own code."""

from datetime import timedelta

from bot.sandbox.telegram.models import Message
from tests.app import MAX, OLGAS_EMAIL, TEAM, TestApp
from tests.people import Member


async def _by_mail(app: TestApp, olga: Member, words: str) -> None:
    """Confirm on the page of the newest e-mail with these words."""
    await olga.persona.reads(OLGAS_EMAIL, words)
    email = next(one for one in reversed(app.environment.mailbox.list_to(OLGAS_EMAIL)) if words in one.text)
    assert await olga.decides(email) == 200


async def _proven(app: TestApp, olga: Member, command: str, words: str) -> Message:
    """Ask, and prove by code and e-mail."""
    card = await olga.says(command)
    await olga.confirms(card)
    await _by_mail(app, olga, words)
    return olga.again(card)


async def _payout(app: TestApp, olga: Member) -> Message:
    return await _proven(app, olga, "/newkey payout withdraw", "payout")


async def test_the_approver_sees_exactly_what_it_is_and_uses_an_own_code(
    app: TestApp, olga: Member, vera: Member
) -> None:
    card = await _payout(app, olga)
    assert "Step 3 of 3: approval\n👥 Asked and confirmed by Olga (1001). It needs one approval by" in card.text

    asked = vera.newest(privately=True)
    for words in (
        "needs your approval",
        "Create key payout",
        "withdraw",
        "no IP is bound to it",
        "Olga (1001)",
        "Fingerprint",
    ):
        assert words in asked.text
    await vera.presses(asked, "Approve")
    step = vera.newest(privately=True)
    assert "To approve exactly this, type the six digits" in step.text
    fingerprint = card.text.rpartition("Fingerprint ")[2]
    assert f"Fingerprint {fingerprint}: the message in the group must show the same." in step.text
    await vera.types(vera.code())

    assert "payout is made" in olga.again(card).text
    assert "payout is made" in vera.newest(privately=True).text
    assert "payout is made" in olga.newest().text, "the end is said aloud, not only edited in"
    audit = (await olga.says("/audit")).text
    assert "Vera approved: make payout (#2)" in audit
    assert "key:create proved by approval · 1003" in audit


async def test_a_locked_approver_reads_when_to_come_back(app: TestApp, olga: Member, vera: Member) -> None:
    card = await _payout(app, olga)
    await vera.presses(vera.newest(privately=True), "Approve")
    wrong = "000000" if vera.code() != "000000" else "111111"
    for _ in range(5):
        told = await vera.types(wrong)
    assert "you are locked until" in told.text
    assert "Press Approve after the lock" in told.text
    assert "six digits" not in told.text

    await app.passes(timedelta(minutes=16))
    await vera.presses(told, "Approve")
    await vera.types(vera.code())
    assert "payout is made" in olga.again(card).text


async def test_the_button_in_the_group_leads_only_those_who_may_approve_to_the_step(
    app: TestApp, olga: Member, vera: Member, max_: Member
) -> None:
    card = await _payout(app, olga)
    mallory = app.member(1999, "Mallory")

    for somebody, answer in (
        (mallory, "for another person"),
        (max_, "This needs the role approver"),
        (olga, "it is your own"),
    ):
        await somebody.presses(card, "Approve")
        assert answer in somebody.newest(privately=True).text
        assert "payout" not in somebody.newest(privately=True).text

    await vera.presses(card, "Approve")
    await vera.types(vera.code())
    assert "payout is made" in olga.again(card).text


async def test_a_deny_ends_it_and_is_said_aloud(app: TestApp, olga: Member, vera: Member, max_: Member) -> None:
    card = await _payout(app, olga)

    assert "Only the person who asked" in await max_.presses(card, "Deny")
    await vera.presses(card, "Deny")

    assert "Denied by Vera (1003)" in olga.again(card).text
    aloud = olga.newest().text
    assert aloud.startswith("✖️ Cancelled, nothing was changed: make payout (#")
    assert aloud.endswith("Denied by Vera (1003).")
    assert "No request waits for approval" in (await vera.says("/deny")).text
    assert "payout" not in (await olga.says("/keys")).text


async def test_commands_approve_and_deny_by_number(app: TestApp, olga: Member, vera: Member) -> None:
    assert "No request waits for approval" in (await vera.says("/approve")).text
    first = await _payout(app, olga)
    second = await _proven(app, olga, "/newkey second withdraw", "second")

    which = await vera.whispers("/approve")
    assert "Which request?" in which.text
    await vera.presses(which, "make payout")
    assert "To approve exactly this" in vera.newest(privately=True).text
    await vera.types(vera.code())

    again = await vera.says("/deny")
    assert "Denied by Vera" in again.text
    texts = olga.again(first).text + olga.again(second).text
    assert "is made" in texts
    assert "Denied by Vera" in texts


async def test_a_wrong_code_of_the_approver_counts_against_the_approver(
    app: TestApp, olga: Member, vera: Member
) -> None:
    card = await _payout(app, olga)
    await vera.presses(card, "Approve")

    step = await vera.types("000000")
    assert "Wrong code. 4 tries are left" in step.text
    assert "It needs one approval" in olga.again(card).text

    await vera.types(vera.code())
    assert "payout is made" in olga.again(card).text


async def test_digits_belong_to_the_opened_step_and_not_to_a_waiting_one(
    app: TestApp, olga: Member, vera: Member
) -> None:
    own = await vera.says("/newkey own-key")
    await vera.opens(own)
    theirs = await _payout(app, olga)
    assert "needs your approval" in vera.newest(privately=True).text

    await vera.types(vera.code())

    assert "own-key is made" in vera.again(own).text
    assert "It needs one approval" in olga.again(theirs).text


async def test_an_approver_with_a_young_factor_waits(app: TestApp, olga: Member, vera: Member) -> None:
    card = await olga.says(f"/invite approver {MAX}")
    await olga.confirms(card)
    await _by_mail(app, olga, "Invite")
    await vera.presses(olga.again(card), "Approve")
    await vera.types(vera.code())
    newcomer = app.member(MAX, "Max")
    await newcomer.presses(olga.again(card), "Join")
    await newcomer.enrols()
    payout = await _payout(app, olga)

    await newcomer.presses(payout, "Approve")
    assert "needs an authenticator that is 24 hours old" in newcomer.newest(privately=True).text

    await app.passes(timedelta(hours=23, minutes=30))
    assert "and yours is newer" in newcomer.newest(privately=True).text


async def test_an_approval_survives_a_restart_and_a_late_one_is_refused(
    app: TestApp, olga: Member, vera: Member
) -> None:
    card = await _payout(app, olga)
    await app.restart()
    await vera.presses(card, "Approve")
    await app.restart()
    await vera.types(vera.code())
    await app.settle()
    assert "payout is made" in olga.again(card).text

    late = await _proven(app, olga, "/newkey late withdraw", "late")
    await app.passes(timedelta(hours=24))
    assert "Timed out, nothing was changed" in olga.again(late).text
    assert sum("Timed out, nothing was changed" in text for text in olga.texts()) == 2, (
        "the card, and a message that rings"
    )
    assert "Timed out, nothing was changed" in vera.newest(privately=True).text
    assert "No request waits for approval" in (await vera.says("/approve")).text


async def test_the_policy_is_shown_raised_and_lowered_only_with_its_own_proofs(
    app: TestApp, olga: Member, vera: Member
) -> None:
    shown = await vera.says("/policy")
    assert "one approval by another person" in shown.text
    assert "Olga (1001), Vera (1003)" in shown.text
    assert "For 2 approvals, 3 people must be able to approve" in (await olga.says("/policy approvals 2")).text
    assert "is not a number of approvals" in (await olga.says("/policy approvals many")).text
    assert "need one approval already" in (await olga.says("/policy approvals 1")).text
    assert "This needs the role owner" in (await vera.says("/policy approvals 0")).text

    which = await olga.presses(await olga.says("/policy"), "Change")
    assert which == ""
    assert "How many do you want?" in olga.newest().text

    card = await _proven(app, olga, "/policy approvals 0", "Lower the number of approvals")
    assert "It needs one approval" in card.text
    pending = await _payout(app, olga)
    await vera.presses(card, "Approve")
    await vera.types(vera.code())
    assert "need no approval now" in olga.again(card).text

    assert "It needs one approval" in olga.again(pending).text, "a pending ticket keeps the stricter policy"
    await vera.presses(pending, "Approve")
    await vera.types(vera.code())
    assert "payout is made" in olga.again(pending).text
    assert "second is made" in (await _proven(app, olga, "/newkey second withdraw", "second")).text


async def test_one_of_two_approvals_is_not_enough(app: TestApp, olga: Member, vera: Member, max_: Member) -> None:
    grant = await _proven(app, olga, f"/role {MAX} approver", "approver")
    await vera.presses(grant, "Approve")
    await vera.types(vera.code())
    await app.passes(timedelta(days=2))
    raised = await _proven(app, olga, "/policy approvals 2", "Raise the number of approvals")
    await vera.presses(raised, "Approve")
    await vera.types(vera.code())
    assert "need 2 approvals now" in olga.again(raised).text

    card = await _payout(app, olga)
    assert "2 more approvals" in card.text
    await vera.presses(card, "Approve")
    await vera.types(vera.code())
    assert "one approval by another person" in olga.again(card).text
    assert "You have approved this" in vera.newest(privately=True).text
    assert "approved this already" in (await vera.whispers("123456")).text
    await max_.presses(olga.again(card), "Approve")
    await max_.types(max_.code())

    assert "payout is made" in olga.again(card).text


async def test_who_is_needed_to_approve_is_not_suspended_and_what_waits_ends_when_they_leave(
    app: TestApp, olga: Member, vera: Member, max_: Member
) -> None:
    grant = await _proven(app, olga, f"/role {MAX} approver", "approver")
    await vera.presses(grant, "Approve")
    await vera.types(vera.code())
    raised = await _proven(app, olga, "/policy approvals 2", "Raise the number of approvals")
    await vera.presses(raised, "Approve")
    await vera.types(vera.code())
    card = await _payout(app, olga)
    await vera.presses(card, "Approve")
    await vera.types(vera.code())

    assert "too few people could approve" in (await olga.says(f"/role {vera.user_id} operator")).text
    app.environment.world.leave(vera.user_id, TEAM)
    await app.settle()

    assert "only one other person here can approve" in olga.again(card).text
    assert "Not possible now, because no one approves their own change" in (await olga.says("/policy")).text
    assert "too few people are left" in (await olga.says("/doctor")).text


async def test_all_rules_are_shown_and_a_waiting_time_is_set_with_buttons(app: TestApp, olga: Member) -> None:
    card = await olga.says("/policy")
    await olga.presses(card, "All rules")
    rules = olga.again(card)
    assert "• make a key · operator · code\n• make a key (money) · operator · code, e-mail\n" in rules.text

    await olga.presses(rules, "make a key")
    await olga.presses(olga.newest(), "24 hours")
    await olga.confirms(olga.newest())

    assert "• make a key · operator · code · waits 24 hours" in (await olga.says("/policy")).text
    waiting = await olga.says("/newkey trading-eu")
    await olga.confirms(waiting)
    assert "so that you can check it first" in olga.newest().text
    await olga.presses(olga.newest(), "Stop")
    assert "Cancelled" in olga.newest().text
    await app.passes(timedelta(hours=25))
    assert "trading-eu" not in (await olga.says("/keys")).text


async def test_a_reset_is_stopped_by_the_person_whom_it_is_about(
    app: TestApp, olga: Member, vera: Member, max_: Member
) -> None:
    card = await _proven(app, olga, f"/reset {MAX}", "Reset Max")
    await vera.presses(vera.newest(privately=True), "Approve")
    await vera.types(vera.code())
    assert "It starts at" in olga.again(card).text
    warning = max_.newest(privately=True)
    assert "Olga (1001) in Desk asked to reset your authenticator" in warning.text

    await max_.presses(warning, "Stop")

    assert "Cancelled by Max (1002)" in olga.again(card).text
    await app.passes(timedelta(hours=25))
    assert "is made" in (await max_.does("/newkey still-here")).text


async def test_a_break_glass_is_read_by_who_was_skipped_and_acknowledged_with_its_button(
    app: TestApp, olga: Member, vera: Member
) -> None:
    role = await _proven(app, olga, f"/role {vera.user_id} owner", "owner")
    await vera.presses(role, "Approve")
    await vera.types(vera.code())
    card = await _payout(app, olga)

    await _proven(app, olga, "/breakglass 3 Vera is on a plane", "without approval")
    await app.settle()
    assert "payout is made" in olga.again(card).text
    told = vera.newest(privately=True)
    assert "Break-glass in" in told.text
    assert "Vera is on a plane" in told.text

    await vera.presses(told, "Acknowledge")
    await app.settle()
    assert "Break-glass #4 by Olga (1001) is acknowledged" in olga.newest().text
    assert "waits for an acknowledgement" in await vera.presses(told, "Acknowledge")
