"""The private step: codes work once, are typed in private, and five wrong ones lock."""

from datetime import timedelta

import pytest

from tests.app import OLGAS_EMAIL, TestApp
from tests.people import Member


async def test_a_code_works_once(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey one")
    first = await olga.says("/renew one")
    await olga.opens(first)
    code = olga.code()
    await olga.types(code)
    second = await olga.says("/renew one")
    await olga.opens(second)

    answer = await olga.types(code)

    assert "This code was used already. Wait" in answer.text
    assert "is renewed" in olga.again(first).text
    assert "Renew a key" in olga.again(second).text


async def test_a_typed_code_is_deleted_at_once(app: TestApp, olga: Member) -> None:
    await olga.opens(await olga.says("/newkey one"))
    code = olga.code()

    await olga.types(f"{code[:3]} {code[3:]}")

    typed = [one for one in app.environment.world.messages(olga.user_id) if one.text == f"{code[:3]} {code[3:]}"]
    assert [one.is_deleted for one in typed] == [True]
    assert "is made" in olga.newest().text


async def test_the_digit_pad_takes_six_taps(app: TestApp, olga: Member) -> None:
    card = await olga.says("/newkey one")
    prompt = await olga.opens(card)

    for digit in olga.code():
        await olga.presses(olga.again(prompt), digit)

    assert "is made" in olga.again(card).text


async def test_five_wrong_codes_lock_for_fifteen_minutes_even_over_a_restart(app: TestApp, olga: Member) -> None:
    card = await olga.says("/newkey one")
    await olga.opens(card)
    wrong = "000000" if olga.code() != "000000" else "111111"

    answers = [(await olga.types(wrong)).text for _ in range(5)]

    assert "4 tries are left" in answers[0]
    assert "One try is left" in answers[3]
    assert "you are locked" in answers[4]
    assert "Ask again after the lock" in answers[4]
    await app.restart()
    assert "you are locked" in (await olga.types(olga.code())).text
    assert not any("six digits" in text for text in olga.texts(privately=True))
    await app.passes(timedelta(minutes=9))
    late = await olga.whispers("/newkey late")
    assert "Your request stays open until" in late.text
    await app.passes(timedelta(minutes=6))
    await olga.presses(late, "Try again")
    assert "six digits" in olga.newest(privately=True).text
    await olga.types(olga.code())
    assert "is made" in (await olga.does("/newkey two")).text


async def test_a_request_times_out_after_ten_minutes_and_its_card_says_so(app: TestApp, olga: Member) -> None:
    card = await olga.says("/newkey one")

    await app.passes(timedelta(minutes=10))
    await app.settle()

    assert "Timed out, nothing was changed" in olga.again(card).text
    assert [one["text"] for one in olga.again(card).buttons] == ["Ask again"]
    seen = await olga.says("/pending 1")
    assert "⌛ Timed out, nothing was changed." in seen.text
    assert "#1" not in str(seen.buttons)


async def test_a_late_code_changes_nothing(app: TestApp, olga: Member) -> None:
    card = await olga.says("/newkey one")
    await olga.opens(card)
    await app.passes(timedelta(minutes=11))

    await olga.types(olga.code())

    assert "is made" not in olga.again(card).text
    assert "has no keys yet" in (await olga.says("/keys")).text


async def test_the_link_of_another_person_is_refused_and_stays_good(app: TestApp, olga: Member, max_: Member) -> None:
    card = await olga.says("/newkey one")

    await max_.presses(card, "Confirm in private")

    assert "Only the person who asked can confirm this: Olga (1001)." in max_.newest(privately=True).text
    assert "is made" in (await olga.confirms(card)).text


async def test_a_code_in_the_group_is_burnt_and_asked_for_again(app: TestApp, olga: Member) -> None:
    app.environment.world.promote_bot(olga.persona.home, olga.user_id)
    await olga.says("/newkey one")
    code = olga.code()

    again = await olga.says(code)

    said = [one for one in app.environment.world.messages(olga.persona.home) if one.text == code]
    assert [one.is_deleted for one in said] == [True]
    assert any("so it does not work any more" in text for text in olga.texts())
    await olga.opens(again)
    assert "used already" in (await olga.types(code)).text
    await olga.types(olga.code())
    assert "is made" in olga.again(again).text


async def test_six_digits_in_the_group_mean_nothing_when_nothing_is_open(app: TestApp, olga: Member) -> None:
    app.environment.world.promote_bot(olga.persona.home, olga.user_id)
    before = len(olga.texts())

    olga.persona.says("123456")
    await app.settle()

    assert len(olga.texts()) == before


async def test_a_recovery_code_works_once_instead_of_a_code(app: TestApp, olga: Member) -> None:
    shown = next(one.text for one in app.environment.world.messages(olga.user_id) if "recovery codes" in one.text)
    code = next(line for line in shown.splitlines() if "-" in line and len(line) == 11)
    card = await olga.says("/newkey one")
    await olga.opens(card)
    await olga.types(code)
    assert "is made" in olga.again(card).text

    card = await olga.says("/newkey two")
    await olga.opens(card)
    assert "This recovery code was used already" in (await olga.types(code)).text


async def test_a_lost_phone_is_replaced_with_a_recovery_code(app: TestApp, olga: Member) -> None:
    codes = next(one.text for one in app.environment.world.messages(olga.user_id) if "recovery codes" in one.text)
    code = next(line for line in codes.splitlines() if "-" in line and len(line) == 11)
    offer = await olga.whispers("/enrol")
    await olga.presses(offer, "Change phone")
    await olga.types(code)
    shown = next(one for one in app.environment.world.messages(olga.user_id) if "on your new phone" in one.text)
    lost = olga.code()
    await app.restart()
    app.environment.authenticators.scan(olga.user_id, shown.text)

    await olga.types(olga.code())

    assert [text for text in olga.texts(privately=True) if "on your new phone" in text] == []
    assert "has moved the authenticator to a new phone" in olga.newest().text
    assert "Recovery codes: 8 of 8 left" in (await olga.whispers("/settings")).text
    assert "Did you mean /settings recovery?" in (await olga.whispers("/settings recovry")).text
    card = await olga.says("/newkey one")
    await olga.opens(card)
    await olga.types(lost)
    assert "is made" not in olga.again(card).text
    await olga.types(olga.code())
    assert "is made" in olga.again(card).text


async def test_a_command_in_private_asks_at_once_and_informs_the_team(app: TestApp, olga: Member) -> None:
    prompt = await olga.whispers("/newkey one")
    assert "six digits" in prompt.text

    await olga.types(olga.code())

    assert "is made" in olga.again(prompt).text
    assert "is made" in olga.newest().text


async def test_tickets_survive_a_restart(app: TestApp, olga: Member) -> None:
    card = await olga.says("/newkey one")
    await app.restart()
    prompt = await olga.opens(card)
    await app.restart()

    await olga.types(olga.code())

    assert "is made" in olga.again(card).text
    assert "is made" in olga.again(prompt).text


@pytest.mark.parametrize("written", ["{0}", "my code is {0}", "{1}\u2013{2}", "{1}\u202f{2}", "/renew one {0}"])
async def test_a_code_in_the_group_is_void_and_gone_however_it_is_written(
    app: TestApp, olga: Member, written: str
) -> None:
    app.environment.world.promote_bot(olga.persona.home, olga.user_id)
    await olga.does("/newkey one")
    app.environment.clock.jump(timedelta(seconds=60))
    code = olga.code()

    answer = await olga.says(written.format(code, code[:3], code[3:]))

    assert "does not work any more" in answer.text
    assert not _stand_in_the_group(app, olga, code[3:])
    await olga.opens(await olga.says("/renew one"))
    assert "was used already" in (await olga.types(code)).text


async def test_an_approvers_code_in_the_group_is_void_and_the_way_is_shown(
    app: TestApp, olga: Member, vera: Member
) -> None:
    app.environment.world.promote_bot(olga.persona.home, olga.user_id)
    card = await olga.confirms(await olga.says("/newkey money withdraw"))
    await olga.decides(await olga.persona.reads(OLGAS_EMAIL, "confirm the change"))
    assert "Approve" in str(olga.again(card).buttons)
    code = vera.code()

    said = vera.persona.says(code)
    await app.settle()

    assert vera.again(said).is_deleted
    assert "does not work any more. Press the button below" in vera.texts()[-2]
    assert "Approve" in str(vera.newest().buttons)
    await vera.presses(vera.newest(), "Approve")
    assert "was used already" in (await vera.types(code)).text


async def test_a_mistyped_code_in_the_group_goes_too_while_a_step_waits_for_one(app: TestApp, olga: Member) -> None:
    app.environment.world.promote_bot(olga.persona.home, olga.user_id)
    wrong = "000000" if olga.code() != "000000" else "111111"
    amount = olga.persona.says(wrong)
    await app.settle()
    assert not olga.again(amount).is_deleted
    await olga.says("/newkey one")

    mistyped = olga.persona.says(wrong)
    await app.settle()

    assert olga.again(mistyped).is_deleted


@pytest.mark.parametrize("dash", ["-", "\u2014", " "])
async def test_a_recovery_code_in_the_group_is_void_and_gone(app: TestApp, olga: Member, dash: str) -> None:
    app.environment.world.promote_bot(olga.persona.home, olga.user_id)
    shown = next(text for text in olga.texts(privately=True) if "recovery codes" in text)
    code = next(word for word in shown.split() if len(word) == 11 and word[5] == "-")

    answer = await olga.says(f"use {code.upper().replace('-', dash)} then")

    assert "recovery code, so it does not work any more" in answer.text
    assert not _stand_in_the_group(app, olga, code[6:].upper())
    await olga.opens(await olga.says("/newkey one"))
    assert "This recovery code was used already" in (await olga.types(code)).text


async def test_a_recovery_code_is_taken_with_the_dash_a_phone_makes_of_it(app: TestApp, olga: Member) -> None:
    shown = next(text for text in olga.texts(privately=True) if "recovery codes" in text)
    code = next(word for word in shown.split() if len(word) == 11 and word[5] == "-")
    await olga.opens(await olga.says("/newkey one"))

    await olga.types(code.replace("-", "\u2014"))

    assert "is made" in olga.newest().text


async def test_a_code_that_is_edited_into_a_message_of_the_group_is_void_and_gone(app: TestApp, olga: Member) -> None:
    app.environment.world.promote_bot(olga.persona.home, olga.user_id)
    await olga.does("/newkey one")
    app.environment.clock.jump(timedelta(seconds=60))
    said = olga.persona.says("good morning")

    app.environment.world.edit(olga.user_id, olga.persona.home, said.message_id, f"my code is {olga.code()}")
    await app.settle()

    assert olga.again(said).is_deleted
    assert "does not work any more" in olga.newest().text


async def test_an_edited_message_gives_no_orders(app: TestApp, olga: Member) -> None:
    said = olga.persona.says("good morning")
    await app.settle()

    app.environment.world.edit(olga.user_id, olga.persona.home, said.message_id, "/newkey one")
    await app.settle()

    assert "one" not in (await olga.says("/pending")).text


def _stand_in_the_group(app: TestApp, member: Member, words: str) -> list[str]:
    return [
        one.text for one in app.environment.world.messages(member.persona.home, with_deleted=False) if words in one.text
    ]
