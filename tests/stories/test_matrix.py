"""The matrix: whatever is sent by whomever, nothing of a team that is not theirs is read or changed.

Every command, button, link and web door has a row. A new one without a row fails here.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any, get_args

import aiohttp
import pytest

from bot.chat.commands import COMMANDS
from bot.chat.onboarding import LINK_WORDS
from bot.operations.model.button_data import (
    CommandPress,
    Press,
    SecretPress,
    Step,
    TicketPress,
    encode,
)
from bot.rules.authorization import has_power
from bot.web.telegram import SECRET_HEADER
from storage.records import Action, LinkPurpose, Role, UnreachableChat, UnreachableReason
from tests.app import BEGINNING
from tests.stories.matrix_rows import (
    DOORS,
    FILES,
    NEEDS,
    ROWS,
    STEPS,
    UNLIKE,
    below_which,
    commands,
    files,
    fill,
    presses,
)
from tests.stories.planted import STAGES, STANDINGS, Planted, let_guest_own, make_teams
from tests.stories.senders import GUEST, LIMITED, MEMBERS, OUTSIDERS, UNWRITTEN, Writer
from tests.stories.watched import Watched

Update = dict[str, Any]
OTHERWISE = frozenset({CommandPress, SecretPress})


def test_the_table_has_a_row_for_every_command_button_and_link() -> None:
    team, _ = make_teams()
    team.tickets = {stage: team.make_id(str(stage)) for stage in STAGES}

    assert ROWS.keys() == COMMANDS.keys()
    kinds = {kind for union in get_args(Press) for kind in (get_args(union) or (union,))}
    assert presses(team).keys() == (kinds - {TicketPress}) | set(Step)
    assert all(encode(one) for kind, some in presses(team).items() for one in some if kind is not CommandPress)


def is_own(row: tuple[str, tuple[Any, ...]], user_id: int) -> bool:
    """Whether the row is about the sender alone."""
    table, values = row
    match table:
        case "people":
            return bool(values[0] == user_id)
        case "cards":
            # Their own question, or what owners are asked for them.
            return values[3] is None and (values[1] == user_id or str(values[5]).endswith(f":{user_id}"))
    return False


def everything(watched: Watched, writer: Writer, target: Planted, home: Planted) -> Iterator[Update]:
    """All updates of a writer about the target. In a group buttons are below messages of its team, or below none."""
    yield from watched.says(writer, commands(target))
    yield from watched.sends(writer, files(target))
    if writer.chat_id > 0:
        yield from watched.says(writer, (("start", word) for word in (*LINK_WORDS, *target.tokens.values())))
    for some in presses(target).values():
        yield from presses_all(watched, writer, some)
        if writer.chat_id < 0:
            yield from presses_all(watched, writer, some, home)


def presses_all(
    watched: Watched, writer: Writer, some: Iterable[Press], home: Planted | None = None
) -> Iterator[Update]:
    """One press each, below messages that the bot did not send, or below those of a team."""
    for press in some:
        data = encode(press)
        below = [watched.next_number()] if home is None else below_which(home, press)
        for message_id in below if data is not None else ():
            yield writer.presses(watched.next_number(), message_id, data or "")


def heard_of(watched: Watched, target: Planted, *but: str) -> list[str]:
    """What was said with a word of the team, except to its members in private, and except these texts."""
    members = {target.user(who) for who in STANDINGS if who not in {"suspended", "waiting", "left"}}
    heard = []
    for chat_id, text in watched.said():
        rest = text
        for one in but:
            rest = rest.replace(one, "")
        if chat_id not in members and target.canary in rest:
            heard.append(text)
    return heard


@pytest.mark.parametrize("name", OUTSIDERS)
async def test_who_is_not_in_the_team_reads_and_changes_nothing(watched: Watched, name: str) -> None:
    sender, team = OUTSIDERS[name], watched.teams[0]
    in_group, in_private = watched.writer_of(sender, team.chat_id), watched.writer_of(sender)
    watched.look()

    await watched.send([*everything(watched, in_group, team, team)])
    assert [row for row in watched.changed() if not is_own(row, in_group.user_id)] == []
    assert watched.list_trail() <= {(what, "refused") for what in Action} | {("access:ask", "done")}

    await watched.send([*everything(watched, in_private, team, team)])
    changed = watched.changed_of(team) if sender.is_of_other else watched.changed()
    assert [row for row in changed if not is_own(row, in_private.user_id)] == []
    assert heard_of(watched, team, in_group.name, f"{sender.who}@{team.canary}", f"{team.canary} desk") == []


@pytest.mark.parametrize("name", MEMBERS)
async def test_a_member_reads_and_changes_nothing_of_another_team(watched: Watched, name: str) -> None:
    team, other = watched.teams
    watched.look()

    for writer in (watched.writer_of(MEMBERS[name], team.chat_id), watched.writer_of(MEMBERS[name])):
        await watched.send([*everything(watched, writer, other, team)])

    assert [row for row in watched.changed_of(other) if not is_own(row, writer.user_id)] == []
    assert heard_of(watched, other) == []


async def test_a_member_limited_to_another_account_reads_and_changes_nothing_of_this_one(watched: Watched) -> None:
    team, _ = watched.teams
    watched.look()

    for writer in (watched.writer_of(LIMITED, team.chat_id), watched.writer_of(LIMITED)):
        await watched.send([*everything(watched, writer, team, team)])

    ids, names = team.list_ids_in_account(), team.list_names_in_account()
    assert [row for row in watched.changed() if any(one in str(row).replace("-", "") for one in ids)] == []
    # The question in the group has the key's name, and its answer repeats that.
    said = [text.replace(f"“{team.key}”", "") for _, text in watched.said()]
    assert [text for text in said if any(name in text for name in names)] == []
    assert len([text for _, text in watched.said() if team.shout in text]) > 20, "it asked by name"


async def test_in_a_group_the_other_team_of_a_member_does_not_exist(watched: Watched) -> None:
    team, other = watched.teams
    guest = watched.writer_of(GUEST, team.chat_id)
    await let_guest_own(watched.app.app.database, team, other)
    watched.look()

    await watched.send([*everything(watched, guest, other, team)])

    assert [row for row in watched.changed_of(other) if not is_own(row, guest.user_id)] == []
    assert heard_of(watched, other) == []


@pytest.mark.parametrize("name", ["viewer", "operator", "approver"])
async def test_a_member_changes_nothing_that_needs_a_higher_role(watched: Watched, name: str) -> None:
    team, _ = watched.teams
    rows = [(word, fill(ROWS[word], team)) for word in ROWS if not has_power(Role(name), NEEDS[word])]
    some = [CommandPress((word, *words.split())) for word, words in rows]
    steps = [press for kind, some in presses(team).items() if kind in STEPS[name] for press in some]
    watched.look()

    for writer in (watched.writer_of(MEMBERS[name], team.chat_id), watched.writer_of(MEMBERS[name])):
        await watched.send(
            [
                *watched.says(writer, rows),
                *presses_all(watched, writer, [*some, *steps]),
                *presses_all(watched, writer, steps, team),
            ]
        )

    assert watched.changed() == []
    assert {outcome for _, outcome in watched.list_trail()} <= {"refused"}


async def test_what_no_person_has_written_reads_and_changes_nothing(watched: Watched) -> None:
    team, _ = watched.teams
    watched.look()

    for sender in UNWRITTEN.values():
        for chat_id in (team.chat_id, team.user("owner")):
            writer = watched.writer_of(sender, chat_id)
            await watched.send([*watched.says(writer, commands(team))])

    assert watched.changed() == []
    assert [text for _, text in watched.said() if team.canary in text] == []
    assert watched.list_trail() == set()


async def test_the_rows_reach_what_the_owner_may_read_and_change(watched: Watched) -> None:
    team, _ = watched.teams
    owner = watched.writer_of(MEMBERS["owner"], team.chat_id)
    watched.look()

    await watched.send([*everything(watched, owner, team, team)])

    assert [method for method, _ in watched.app.environment.world.calls].count("getFile") == len(
        [1 for caption, _ in FILES if caption]
    )
    assert team.tokens.keys() == set(LinkPurpose)
    assert len([text for _, text in watched.said() if team.canary in text]) > 100
    assert len([what for what, outcome in watched.list_trail() if outcome == "asked"]) >= 10
    assert {table for table, _ in watched.changed_of(team)} >= {"tickets", "memberships", "cards", "links"}


async def test_what_another_team_has_is_answered_like_what_no_team_has(watched: Watched) -> None:
    team, other = watched.teams
    unknown = Planted("kestral", 9, "")
    unknown.tickets = {stage: unknown.make_id(str(stage)) for stage in STAGES}
    answers = []

    for target in (other, unknown):
        watched.look()
        pairs = zip(commands(target), commands(other), commands(unknown), strict=True)
        about = [one for one, theirs, unknowns in pairs if theirs != unknowns and one[0] not in UNLIKE]
        # Commands are above, and [Saved] of an unknown message deletes a copy of a secret in the presser's own chat.
        named = [one for kind, some in presses(target).items() if kind not in OTHERWISE for one in some]
        for writer in (watched.writer_of(MEMBERS["owner"], team.chat_id), watched.writer_of(MEMBERS["owner"])):
            await watched.send([*watched.says(writer, about), *presses_all(watched, writer, named)])
        answers.append(watched.list_texts(target))

    assert answers[0] == answers[1]
    assert len(answers[0]) > 200


async def test_a_web_door_shows_and_changes_nothing_of_a_team(watched: Watched) -> None:
    team, other = watched.teams
    lost = UnreachableChat(other.chat_id, None, UnreachableReason.MUTED, BEGINNING)
    await watched.app.app.database.write(lambda work: work.unreachable_chats.begin(lost))
    watched.look()
    assert {one.canonical for one in watched.app.app.web.app.router.resources()} == DOORS.keys()
    update = json.dumps(watched.writer_of(MEMBERS["owner"]).says(watched.next_number(), "/keys"))
    page = team.tokens[LinkPurpose.PAGE]
    pages = {LinkPurpose.PAGE, LinkPurpose.OLD_PAGE}
    tokens = [token for purpose, token in team.tokens.items() if purpose not in pages]
    root = watched.app.settings.public_url
    async with aiohttp.ClientSession() as session:
        for door, (method, status) in DOORS.items():
            for token in (*tokens, "x" * 22, page.swapcase()) if "{" in door else ("",):
                url, headers = root + door.replace("{token}", token), {"Origin": root, SECRET_HEADER: token}
                form = update if door == "/telegram" else {"decision": "confirm"}
                for way in {method, "GET"} if "{" in door else {method}:
                    async with session.request(way, url, data=form, headers=headers) as answer:
                        text = await answer.text()
                        assert (door, answer.status) == (door, status)
                        assert [one for one in (team, other) if one.canary in text or str(one.chat_id) in text] == []
        async with session.get(f"{root}/confirm/{page}") as answer:
            assert (answer.status, other.canary in await answer.text()) == (200, False)
        for origin in ({}, {"Origin": "https://elsewhere.example"}):
            async with session.post(f"{root}/confirm/{page}", data={"decision": "confirm"}, headers=origin) as answer:
                assert (answer.status, team.canary in await answer.text()) == (403, False)
    await watched.app.settle()

    assert watched.changed() == []
    assert watched.list_trail() == set()
