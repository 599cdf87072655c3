"""Keys at the desk: the impossible is refused in one sentence, and the rest follows the terms."""

from dataclasses import replace
from datetime import timedelta

from bot.operations.model.button_data import InsteadPress
from bot.operations.model.operation import Question, TicketState
from bot.rules.verdict import Refused
from storage.records import Action, Key, Role, Stage
from tests.operations.office import MAX, OLGA, VERA, Office

IP, OTHER = "203.0.113.7", "2001:db8::1"


async def keys(office: Office) -> list[Key]:
    return await office.database.read(lambda work: list(work.keys.list_of_team(office.team.id)))


async def answer(office: Office, action: Action, *words: object) -> str:
    """Why Olga's request is refused, or what she is asked."""
    reply = await office.ask(OLGA, action, *words)
    assert not isinstance(reply, TicketState), words
    return await office.reads(reply)


async def test_a_new_key_that_cannot_be_is_refused_in_one_sentence(office: Office) -> None:
    for wish, why in {
        "trade": "means something else in a command",
        "1234": "“1234” cannot be a name: numbers mean keys",
        "x" * 51: "has 51 characters. Use at most 50",
        "=sum": "cannot have this character in that place",
        "name 10.0.0.0/8": "is a range",
        "name 300.1.1.1": "“300” is above 255",
        "name 203.0.113.7 203.0.113.7": "is there twice",
        "my bot trade": (
            '“bot” is not trade, withdraw or an IP address. Put a name with spaces in quotes: /newkey "my bot"'
        ),
        "name 7": "“7” is not an IP address",
    }.items():
        assert why in await answer(office, Action.KEY_CREATE, *wish.split()), wish
    assert await keys(office) == []


async def test_a_name_is_taken_whatever_its_case(office: Office) -> None:
    await office.does(OLGA, Action.KEY_CREATE, "Trading-EU")

    assert "A key “trading-eu” exists already" in await answer(office, Action.KEY_CREATE, "trading-eu")


async def test_an_edit_that_cannot_be_is_refused_in_one_sentence(office: Office) -> None:
    await office.does(OLGA, Action.KEY_CREATE, "trading-eu")
    await office.does(OLGA, Action.KEY_CREATE, "other")
    before = await keys(office)

    for words, why in {
        "name other": "A key “other” exists already",
        "name 17": "“17” cannot be a name: numbers mean keys",
        "name trade": "“trade” means something else in a command",
        "name " + "x" * 51: "has 51 characters. Use at most 50",
        "name trading-eu": "trading-eu is like that already",
        "trade off": "trading-eu is like that already",
        "trade": "type name NEWNAME, trade on, trade off or expires DATE",
        "withdraw on": "Withdrawal rights cannot be changed later. Make a new key",
    }.items():
        assert why in await answer(office, Action.KEY_EDIT, "trading-eu", *words.split()), words
    assert await keys(office) == before


async def test_a_name_may_change_only_its_letters_case(office: Office) -> None:
    await office.does(OLGA, Action.KEY_CREATE, "mesh")

    assert "mesh is now named Mesh" in await office.does(OLGA, Action.KEY_EDIT, "mesh", "name", "Mesh")
    assert [key.remark for key in await keys(office)] == ["Mesh"]


async def test_the_same_edit_asked_by_two_is_done_once(office: Office) -> None:
    await office.has(MAX, Role.OPERATOR)
    await office.does(OLGA, Action.KEY_CREATE, "trading-eu")
    first, second = [await office.ask(user_id, Action.KEY_EDIT, "trading-eu", "trade", "on") for user_id in (OLGA, MAX)]

    await office.confirm(OLGA, first)
    await office.confirm(MAX, second)

    assert "trading-eu is like that already" in await office.reads(second)


async def test_words_that_a_rotation_does_not_take(office: Office) -> None:
    await office.does(OLGA, Action.KEY_CREATE, "trading-eu")

    for words, why in {
        "overlap": "The time is missing",
        "overlap soon": "“soon” is not a time for switching over",
        "overlap 0h": "“0h” is not a time",
        "overlap 31d": "at most 30 days",
        "203.0.113.7": "“203.0.113.7” is not a time for switching over",
    }.items():
        assert why in await answer(office, Action.KEY_ROTATE, "trading-eu", *words.split()), words
    assert "is not in a rotation" in await answer(office, Action.KEY_KEEP, "trading-eu")


async def test_a_bound_key_is_not_renewed_because_it_does_not_expire(office: Office) -> None:
    await office.does(OLGA, Action.KEY_CREATE, "fixed", IP)

    why = await answer(office, Action.KEY_RENEW, "fixed")
    assert "does not expire" in why
    assert "needs no renewal" in why


async def test_an_unknown_key_is_answered_with_the_nearest_as_a_button(office: Office) -> None:
    await office.does(OLGA, Action.KEY_CREATE, "trading-eu")

    asked = await office.ask(OLGA, Action.KEY_RENEW, "trading-ue")
    assert isinstance(asked, Question)
    assert "Did you mean trading-eu?" in await office.reads(asked)
    assert [press for _, press in asked.choices] == [InsteadPress(0, "1")]

    assert isinstance(await office.ask(OLGA, Action.KEY_RENEW, "reading"), Refused)


async def test_an_address_that_is_bound_is_found_again_in_another_notation(office: Office) -> None:
    await office.does(OLGA, Action.KEY_CREATE, "trading-eu")
    await office.does(OLGA, Action.KEY_BIND, "trading-eu", "2001:0DB8:0:0:0:0:0:1")

    assert "is already bound to trading-eu" in await answer(office, Action.KEY_BIND, "trading-eu", OTHER)


async def test_fifty_ips_are_the_limit(office: Office) -> None:
    await office.does(OLGA, Action.KEY_CREATE, "many")
    await office.does(OLGA, Action.KEY_BIND, "many", *(f"203.0.113.{number}" for number in range(50)))

    assert "can have 50 IPs at most" in await answer(office, Action.KEY_BIND, "many", "203.0.113.99")


async def test_a_key_without_ips_is_named_when_there_is_nothing_to_unbind(office: Office) -> None:
    await office.does(OLGA, Action.KEY_CREATE, "trading-eu")

    assert await answer(office, Action.KEY_UNBIND, "trading-eu") == "trading-eu has no IP bound."
    assert "nothing to unbind" in await answer(office, Action.KEY_UNBIND)


async def test_special_purpose_addresses_are_accepted_with_a_warning(office: Office) -> None:
    asked = await office.ask(OLGA, Action.KEY_CREATE, "inside", "10.0.0.1")
    assert "Reserved for private use: 10.0.0.1" in await office.reads(asked)

    assert "is made" in await office.reads(await office.confirm(OLGA, asked))


async def test_binding_revives_an_expired_key(office: Office) -> None:
    await office.does(OLGA, Action.KEY_CREATE, "old")
    office.watch.moment += timedelta(days=100)

    await office.does(OLGA, Action.KEY_BIND, "old", IP)

    [key] = await keys(office)
    assert (key.ips, key.expires_at) == ((IP,), None)


async def test_several_keys_are_renewed_by_one_ticket_with_one_code(office: Office) -> None:
    names = ("one", "two", "three")
    for name in names:
        await office.does(OLGA, Action.KEY_CREATE, name)
    office.watch.moment += timedelta(days=30)

    done = await office.does(OLGA, Action.KEY_RENEW, *names)

    assert [f"{name} is renewed" in done for name in names] == [True] * 3


async def test_unbinding_the_last_ip_starts_ninety_days_from_that_moment(office: Office) -> None:
    await office.does(OLGA, Action.KEY_CREATE, "fixed", IP, OTHER)
    office.watch.moment += timedelta(days=200)

    one = await office.does(OLGA, Action.KEY_UNBIND, "fixed", IP)
    assert f"still bound to {OTHER}, does not expire" in one
    asked = await office.ask(OLGA, Action.KEY_UNBIND, "fixed", "all")
    assert "No IP stays bound" in await office.reads(asked)
    assert "in 90 days · " in await office.reads(await office.confirm(OLGA, asked))


async def test_the_last_owner_stays(office: Office) -> None:
    assert "A team needs an owner" in await answer(office, Action.MEMBER_ROLE, OLGA, "operator")
    assert "A team needs an owner" in await answer(office, Action.MEMBER_SUSPEND, OLGA)


async def test_a_deleted_key_is_gone_and_its_number_is_not_used_again(office: Office) -> None:
    await office.does(OLGA, Action.KEY_CREATE, "one")
    await office.does(OLGA, Action.KEY_CREATE, "two")

    asked = await office.ask(OLGA, Action.KEY_DELETE, "two")
    assert "cannot be undone" in await office.reads(asked)
    assert "Key two is deleted" in await office.reads(await office.confirm(OLGA, asked))
    assert [key.remark for key in await keys(office)] == ["one"]
    assert "number 3" in await office.does(OLGA, Action.KEY_CREATE, "two")


async def test_a_watched_keys_date_needs_no_word_before_it_and_is_not_an_access_id(office: Office) -> None:
    for words, said in {
        "old-bot 4DA36FFC61334695 2027-02-20": "20\u00a0Feb\u00a02027",
        "older 4DA36FFC61334696 in 90 days": "in 90 days · ",
        "eternal 4DA36FFC61334698 never": "does not expire",
    }.items():
        assert said in await office.reads(await office.ask(OLGA, Action.KEY_TRACK, *words.split())), words


async def test_a_watched_key_without_an_end_that_can_be_is_refused_in_one_sentence(office: Office) -> None:
    for words, why in {
        "old ACCESS1 expires 2020-01-01": "is in the past",
        "oldest 4DA36FFC61334697 2020-01-01": "is in the past",
        "old": "The access id of",
        "new 2027-02-20": "The access id of “new” is missing",
        "old-bot 4DA36FFC61334695 expires": "The date is missing. Write it like",
        "old-bot 4DA36FFC61334695 2027-02-20 8.8.8.8": "“old-bot” has a date and IPs",
    }.items():
        assert why in await answer(office, Action.KEY_TRACK, *words.split()), words


async def test_unbinding_the_last_ip_of_a_key_that_withdraws_warns(office: Office) -> None:
    await office.confirm(OLGA, await office.ask(OLGA, Action.KEY_CREATE, "payout", "withdraw", "8.8.8.8"))
    await office.decide()

    asked = await office.ask(OLGA, Action.KEY_UNBIND, "payout", "all")
    assert "can withdraw, and no IP is bound to it" in await office.reads(asked)


async def test_renewing_or_editing_a_key_that_withdraws_from_anywhere_warns_everybody(office: Office) -> None:
    warns = "Can withdraw, with no IP bound: payout."
    for name in ("payout", "grid"):
        await office.confirm(OLGA, await office.ask(OLGA, Action.KEY_CREATE, name, *["withdraw"] * (name == "payout")))
    await office.decide()

    assert warns in await office.reads(await office.ask(OLGA, Action.KEY_RENEW, "payout", "grid"))
    await office.has(VERA, Role.APPROVER, approvals=1)
    await office.confirm(OLGA, await office.ask(OLGA, Action.KEY_EDIT, "payout", "name", "out"))
    await office.told()
    assert {to: warns in office.words(letter.args["plan"]) for to, letter in office.letters[-2:]} == {
        "olga@example.org": True,
        "vera@example.org": True,
    }
    await office.decide()
    asked = [one for one in await office.told() if one.sentence == "ticket-approver-asked"]
    assert [warns in office.words(one) for one in asked] == [True]


async def test_a_viewer_may_change_no_key_and_a_stranger_learns_nothing(office: Office) -> None:
    await office.does(OLGA, Action.KEY_CREATE, "trading-eu")
    await office.has(VERA, Role.VIEWER)

    for action, words in ((Action.KEY_EDIT, ("trade", "on")), (Action.KEY_RENEW, ())):
        viewer = await office.reads(await office.ask(VERA, action, "trading-eu", *words))
        assert "needs the role operator, and you are viewer" in viewer
        assert "trading-eu" not in await office.reads(await office.ask(MAX, action, "trading-eu", *words))


async def test_without_an_email_a_key_that_withdraws_is_refused_with_the_command(office: Office) -> None:
    await office.database.write(lambda work: work.people.save(replace(work.people.get(OLGA), email=None)))

    assert "/settings email ADDRESS" in await answer(office, Action.KEY_CREATE, "payout", "withdraw")


async def test_a_young_factor_proves_no_money_in_a_team_of_two(office: Office) -> None:
    await office.has(MAX, Role.OPERATOR)
    young = office.watch.now()
    await office.database.write(
        lambda work: work.people.save(replace(work.people.get(OLGA), enrolled_at=young, email_verified_at=young))
    )

    assert "needs an authenticator that is 24 hours old" in await answer(
        office, Action.KEY_CREATE, "payout", "withdraw"
    )


async def test_a_ticket_that_waits_for_its_email_takes_the_policy_that_became_stricter(office: Office) -> None:
    asked = await office.ask(OLGA, Action.KEY_CREATE, "payout", "withdraw")
    await office.confirm(OLGA, asked)
    await office.has(VERA, Role.APPROVER)
    await office.has(MAX, Role.APPROVER, approvals=1)

    await office.decide()

    assert (await office.ticket(asked)).stage is Stage.APPROVAL


async def test_a_key_is_rotated_once_at_a_time(office: Office) -> None:
    await office.has(MAX, Role.OPERATOR)
    await office.does(OLGA, Action.KEY_CREATE, "trading-eu")
    second = await office.ask(MAX, Action.KEY_ROTATE, "trading-eu")
    await office.does(OLGA, Action.KEY_ROTATE, "trading-eu")

    for name in ("trading-eu", "trading-eu-v2"):
        assert f"A rotation of {name} is not finished" in await answer(office, Action.KEY_ROTATE, name)
    await office.confirm(MAX, second)
    assert "A rotation of trading-eu is not finished" in await office.reads(second)


async def test_deleting_the_old_key_before_its_successor_works_warns(office: Office) -> None:
    await office.does(OLGA, Action.KEY_CREATE, "trading-eu")
    await office.does(OLGA, Action.KEY_ROTATE, "trading-eu")

    asked = await office.ask(OLGA, Action.KEY_DELETE, "trading-eu")
    assert "Its replacement trading-eu-v2 does not work yet" in await office.reads(asked)


async def test_what_changed_between_question_and_code_is_asked_again(office: Office) -> None:
    await office.has(MAX, Role.OPERATOR)
    await office.does(OLGA, Action.KEY_CREATE, "fragile")
    renewal = await office.ask(OLGA, Action.KEY_RENEW, "fragile")
    rotation = await office.ask(OLGA, Action.KEY_ROTATE, "fragile")
    await office.does(MAX, Action.KEY_BIND, "fragile", IP)
    before = await keys(office)

    await office.confirm(OLGA, renewal)
    await office.confirm(OLGA, rotation)

    assert "needs no renewal" in await office.reads(renewal)
    assert "fragile was changed or deleted after you asked" in await office.reads(rotation)
    assert await keys(office) == before
