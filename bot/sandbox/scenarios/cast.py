"""The people of a sandbox and their group: the ids that its stories and scenarios share."""

from dataclasses import dataclass

from bot.sandbox.scenarios.persona import Persona, Surroundings
from bot.sandbox.telegram.refusals import Impossible

OLGA, MAX, VERA = 1001, 1002, 1003
GROUP = -1001000000001
EMAIL = "olga@example.org"


@dataclass(frozen=True, slots=True)
class Cast:
    """Olga owns the team, Max is an operator, Vera is a viewer."""

    olga: Persona
    max: Persona
    vera: Persona


def find_cast(environment: Surroundings) -> Cast:
    """Return the three in their group. Impossible if one of them, or the group, is missing."""
    group = environment.world.chats.get(GROUP)
    if group is None or group.migrated_to is not None:
        raise Impossible("The group of Olga, Max and Vera is not there any more.")
    present = {member.user_id for member in group.list_present()}
    if not {OLGA, MAX, VERA, environment.world.bot_id} <= present:
        raise Impossible("Olga, Max, Vera and the bot must all be in the group.")
    return Cast(*(Persona(environment, user_id, GROUP) for user_id in (OLGA, MAX, VERA)))
