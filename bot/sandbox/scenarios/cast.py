"""The people of a sandbox and their group: the ids that its stories and scenarios share."""

from dataclasses import dataclass

from bot.sandbox.scenarios.persona import Persona, Surroundings
from bot.sandbox.telegram.refusals import Impossible

OLGA, MAX, VERA, RITA, MALLORY = 1001, 1002, 1003, 1004, 1999
ABOUT = {
    OLGA: "owner",
    MAX: "operator",
    VERA: "viewer, approver after “Four eyes”",
    RITA: "viewer without an authenticator",
    MALLORY: "stranger, in no team",
}
"""What each person is in a new sandbox."""
GROUP = -1001000000001
EMAIL = "olga@example.org"


@dataclass(frozen=True, slots=True)
class Cast:
    """Olga owns the team, Max is an operator, Vera and Rita are viewers."""

    olga: Persona
    max: Persona
    vera: Persona
    rita: Persona


async def call_cast(environment: Surroundings) -> Cast:
    """Undo what keeps the team from its group, the bot and their e-mails. Impossible without the group or a person."""
    world = environment.world
    group = world.chats.get(GROUP)
    if group is None or group.migrated_to is not None or not {OLGA, MAX, VERA} <= set(world.people):
        raise Impossible("The group of Olga, Max and Vera is not there any more.")
    present = {member.user_id for member in group.list_present()}
    for user_id in (OLGA, MAX, VERA):
        if user_id not in present:
            await environment.join(user_id, GROUP)
        if world.people[user_id].has_blocked:
            world.unblock_bot(user_id)
    if world.bot_id not in present:
        world.add_bot(GROUP, OLGA)
    environment.mailbox.refuse = None
    await environment.mailbox.start()
    return find_cast(environment)


def find_cast(environment: Surroundings) -> Cast:
    """Return the team, each with the group as home."""
    return Cast(*(Persona(environment, user_id, GROUP) for user_id in (OLGA, MAX, VERA, RITA)))
