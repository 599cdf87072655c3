"""Find the member of a command, and name teams."""

import difflib
import itertools
from collections.abc import Mapping, Sequence

from bot.operations.model.button_data import CommandPress, typed
from bot.operations.model.notifications import who
from bot.operations.model.operation import Actor, Question, Request
from bot.rules.verdict import Reason, Refused
from storage.records import Membership, Message, Person, Role, Team, Ticket
from storage.work import Work


def meant(
    work: Work, actor: Actor, request: Request, command: str
) -> tuple[Membership, Person, tuple[str, ...]] | Refused | Question:
    """Return the member named by id, user name or the replied-to message, and the remaining words.

    A name that the person chose asks which of the members of this name is meant.
    """
    words = request.words
    if words and words[0].isdecimal():
        user_id, words = int(words[0]), words[1:]
    elif words and words[0].startswith("@"):
        named = find_by_username(work, actor.the_team, words[0])
        if named is None:
            return Refused(Reason.USERNAME_UNKNOWN, {"username": words[0]})
        user_id, words = named.user_id, words[1:]
    elif request.about is not None and request.about.is_person:
        user_id = request.about.user_id
    elif words and not _is_role(words[0]):
        return _ask_named(work, actor, command, words)
    else:
        return _which_member(work, actor, command, words)
    membership = work.teams.find_membership(actor.the_team.id, user_id)
    if membership is None:
        return Refused(Reason.PERSON_UNKNOWN, {"person": str(user_id)})
    return membership, work.people.get(user_id), words


def find_by_username(work: Work, team: Team, typed: str) -> Person | None:
    """Find the team's person with this @name. A bot can learn nothing about other people."""
    wanted = typed.removeprefix("@").lower()
    return next((person for _, person in work.teams.list_members(team.id) if person.username == wanted), None)


def _which_member(work: Work, actor: Actor, command: str, words: tuple[str, ...]) -> Question:
    choices = [_choice(command, membership, person, words) for membership, person in _list_others(work, actor)]
    return Question(Message("ask-which-member" if choices else "ask-no-members"), choices)


def _ask_named(work: Work, actor: Actor, command: str, words: tuple[str, ...]) -> Question | Refused:
    """Ask about the members whom the first word may name. People choose their names, so a name alone is not enough."""
    called = [(*one, one[1].name.casefold().split()) for one in _list_others(work, actor)]
    first = words[0].casefold()
    near = difflib.get_close_matches(first, sorted({word for *_, name in called for word in name}))
    choices = [
        _choice(command, membership, person, _drop_name(words, name))
        for membership, person, name in called
        if any(word.startswith(first) or word in near for word in name)
    ]
    refused = Refused(Reason.PERSON_UNKNOWN, {"person": words[0]})
    return Question(Message("ask-named-member", {"name": words[0]}), choices, refused=refused) if choices else refused


def _drop_name(words: tuple[str, ...], name: Sequence[str]) -> tuple[str, ...]:
    """Return what follows a name of one or more words."""
    rest = itertools.dropwhile(lambda word: word.casefold() in name, words[1:])
    return tuple(rest)


def _list_others(work: Work, actor: Actor) -> list[tuple[Membership, Person]]:
    return [one for one in work.teams.list_members(actor.the_team.id) if one[1].user_id != actor.person.user_id]


def _choice(
    command: str, membership: Membership, person: Person, words: tuple[str, ...]
) -> tuple[Message, CommandPress]:
    label = Message("choice-member", {"who": who(person), "role": membership.role.value})
    return label, typed(" ".join([command, str(person.user_id), *words]))


def _is_role(word: str) -> bool:
    return word.lower() in {role.value for role in Role}


def read_role(word: str) -> Role | Refused:
    """Read a role by its name."""
    if not _is_role(word):
        return Refused(Reason.ROLE_UNKNOWN, {"role": word})
    return Role(word.lower())


def payload_user(payload: Mapping[str, object]) -> int:
    """Person id of a payload."""
    return int(str(payload["user_id"]))


def payload_member(work: Work, ticket: Ticket) -> tuple[Membership, Person]:
    """Return the member whom a checked ticket is about."""
    if ticket.team_id is None:
        raise TypeError("a member belongs to a team")
    person = work.people.get(payload_user(ticket.payload))
    membership = work.teams.find_membership(ticket.team_id, person.user_id)
    if membership is None:
        raise LookupError("the membership went away between check and record")
    return membership, person


_BETWEEN = " · "


def title_of_place(chat_title: str, topic_id: int | None, topic_name: str) -> str:
    """Name of a group or topic for people. `topic_name` is empty where it is unknown."""
    if topic_id is None:
        return chat_title
    return f"{chat_title}{_BETWEEN}{topic_name or _nameless(topic_id)}"


def name_of_topic(team: Team) -> str:
    """Name of the team's topic, or empty where it is unknown."""
    name = team.title.rpartition(_BETWEEN)[2] if team.topic_id is not None else ""
    return "" if team.topic_id is not None and name == _nameless(team.topic_id) else name


def _nameless(topic_id: int) -> str:
    return f"topic {topic_id}"
