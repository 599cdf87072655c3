"""Who lives in a sandbox, and where: the ids that its stories and scenarios share.

It must not know what anybody says.
"""

from dataclasses import dataclass

from bot.sandbox.scenarios.persona import Persona, Surroundings
from bot.sandbox.telegram.refusals import Impossible

OLGA, MAX, VERA = 1001, 1002, 1003
GROUP = -1001000000001
EMAIL = "olga@example.org"


@dataclass(frozen=True, slots=True)
class Cast:
    """Olga owns the team, Max is an operator, Vera looks on."""

    olga: Persona
    max: Persona
    vera: Persona


def find_cast(town: Surroundings) -> Cast:
    """The three in their group; Impossible when one of them, or the group, is not there any more."""
    group = town.world.chats.get(GROUP)
    if group is None or group.migrated_to is not None:
        raise Impossible("The group of Olga, Max and Vera is not there any more.")
    present = {member.user_id for member in group.list_present()}
    if not {OLGA, MAX, VERA, town.world.bot_id} <= present:
        raise Impossible("Olga, Max, Vera and the bot must all be in the group.")
    return Cast(*(Persona(town, user_id, GROUP) for user_id in (OLGA, MAX, VERA)))
