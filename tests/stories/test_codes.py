"""The private step: codes work once, are typed where nobody else reads, and five wrong ones lock."""

from datetime import timedelta

from tests.house import TestHouse
from tests.people import Member


async def test_a_code_works_once(house: TestHouse, olga: Member) -> None:
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


async def test_a_typed_code_is_deleted_at_once(house: TestHouse, olga: Member) -> None:
    await olga.opens(await olga.says("/newkey one"))
    code = olga.code()

    await olga.types(f"{code[:3]} {code[3:]}")

    typed = [one for one in house.town.world.messages(olga.user_id) if one.text == f"{code[:3]} {code[3:]}"]
    assert [one.is_deleted for one in typed] == [True]
    assert "is made" in olga.newest().text


async def test_the_digit_pad_takes_six_taps(house: TestHouse, olga: Member) -> None:
    card = await olga.says("/newkey one")
    prompt = await olga.opens(card)

    for digit in olga.code():
        await olga.presses(olga.again(prompt), digit)

    assert "is made" in olga.again(card).text


async def test_five_wrong_codes_lock_for_fifteen_minutes_even_over_a_restart(house: TestHouse, olga: Member) -> None:
    card = await olga.says("/newkey one")
    await olga.opens(card)
    wrong = "000000" if olga.code() != "000000" else "111111"

    answers = [(await olga.types(wrong)).text for _ in range(5)]

    assert "4 tries are left" in answers[0]
    assert "One try is left" in answers[3]
    assert "you are locked" in answers[4]
    await house.restart()
    assert "you are locked" in (await olga.types(olga.code())).text
    await house.passes(timedelta(minutes=15))
    assert "is made" in (await olga.does("/newkey two")).text


async def test_a_question_lapses_after_ten_minutes_and_its_card_says_so(house: TestHouse, olga: Member) -> None:
    card = await olga.says("/newkey one")

    await house.passes(timedelta(minutes=10))
    await house.settle()

    assert "Nobody finished this in time, so nothing was changed" in olga.again(card).text
    assert not olga.again(card).buttons


async def test_a_late_code_changes_nothing(house: TestHouse, olga: Member) -> None:
    card = await olga.says("/newkey one")
    await olga.opens(card)
    await house.passes(timedelta(minutes=11))

    await olga.types(olga.code())

    assert "is made" not in olga.again(card).text
    assert "has no keys yet" in (await olga.says("/keys")).text


async def test_somebody_elses_link_is_not_theirs_and_stays_good(house: TestHouse, olga: Member, max_: Member) -> None:
    card = await olga.says("/newkey one")

    await max_.presses(card, "Confirm in private")

    assert "This is not yours" in max_.newest(privately=True).text
    assert "is made" in (await olga.confirms(card)).text


async def test_a_code_in_the_group_is_burnt_and_asked_for_again(house: TestHouse, olga: Member) -> None:
    house.town.world.promote_bot(olga.persona.home, olga.user_id)
    await olga.says("/newkey one")
    code = olga.code()

    again = await olga.says(code)

    said = [one for one in house.town.world.messages(olga.persona.home) if one.text == code]
    assert [one.is_deleted for one in said] == [True]
    assert any("so it is spent" in text for text in olga.heard())
    await olga.opens(again)
    assert "used already" in (await olga.types(code)).text
    await olga.types(olga.code())
    assert "is made" in olga.again(again).text


async def test_six_digits_in_the_group_mean_nothing_when_nothing_is_open(house: TestHouse, olga: Member) -> None:
    house.town.world.promote_bot(olga.persona.home, olga.user_id)
    before = len(olga.heard())

    olga.persona.says("123456")
    await house.settle()

    assert len(olga.heard()) == before


async def test_a_recovery_code_stands_in_once(house: TestHouse, olga: Member) -> None:
    shown = next(one.text for one in house.town.world.messages(olga.user_id) if "recovery codes" in one.text)
    code = next(line for line in shown.splitlines() if "-" in line and len(line) == 11)
    card = await olga.says("/newkey one")
    await olga.opens(card)
    await olga.types(code)
    assert "is made" in olga.again(card).text

    card = await olga.says("/newkey two")
    await olga.opens(card)
    assert "Wrong code" in (await olga.types(code)).text


async def test_a_command_given_in_private_asks_at_once_and_tells_the_team(house: TestHouse, olga: Member) -> None:
    prompt = await olga.whispers("/newkey one")
    assert "six digits" in prompt.text

    await olga.types(olga.code())

    assert "is made" in olga.again(prompt).text
    assert "is made" in olga.newest().text


async def test_tickets_survive_a_restart(house: TestHouse, olga: Member) -> None:
    card = await olga.says("/newkey one")
    await house.restart()
    prompt = await olga.opens(card)
    await house.restart()

    await olga.types(olga.code())

    assert "is made" in olga.again(card).text
    assert "is made" in olga.again(prompt).text
