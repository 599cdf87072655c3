"""The history of a new sandbox: a team was claimed, people joined, keys were created.

It is played through the Bot API on the moved clock. Nothing is written into a database.
"""

from datetime import timedelta

from bot.sandbox.environment.environment import Environment
from bot.sandbox.scenarios.cast import EMAIL, GROUP, MALLORY, MAX, OLGA, RITA, VERA, Cast, find_cast
from bot.sandbox.scenarios.persona import Persona

STORY = timedelta(days=83, hours=1)
"""How long ago it began: the oldest key has just under a week left, and the group shows its alert."""


def populate(environment: Environment) -> Cast:
    """Create people and an empty group with the bot in it. The story starts in the past."""
    environment.clock.offset = -STORY
    world = environment.world
    world.add_person(OLGA, "Olga", username="olga")
    world.add_person(MAX, "Max", username="max")
    world.add_person(VERA, "Vera", username="vera")
    world.add_person(RITA, "Rita", username="rita")
    world.add_person(MALLORY, "Mallory", username="mallory")
    world.add_group(GROUP, "Trading desk", topics=("Strategies",), members=(OLGA, MAX, VERA, RITA))
    world.add_bot(GROUP, OLGA)
    return find_cast(environment)


async def live(environment: Environment, cast: Cast) -> None:
    """Play almost three months in a moment."""
    olga = cast.olga
    begun = olga.says("/start")
    await olga.sees("is set up, and", after=begun)
    await olga.enrols()
    await olga.sees("has set up an authenticator")
    olga.says(f"/settings email {EMAIL}", privately=True)
    await olga.sees("Use olga@example.org", privately=True)
    olga.says(olga.code(), privately=True)
    await olga.decides(await olga.reads(EMAIL, "confirm your e-mail"))
    await olga.sees("is your e-mail now", privately=True)
    await _turn_digest_off(olga)
    await _make_key(olga, "trading-eu trade")
    await _bring_in(olga, cast.max, "operator")
    await cast.max.enrols()
    await _bring_in(olga, cast.vera, "viewer")
    await cast.vera.enrols()
    await _bring_in(olga, cast.rita, "viewer")
    environment.clock.jump(timedelta(days=45))
    await olga.sees("trading-eu", "can be used now")
    await _make_key(cast.max, "hedge-btc trade")
    environment.clock.jump(timedelta(days=36))
    await olga.sees("hedge-btc", "can be used now")
    await _make_key(olga, "reporting 8.8.8.8")
    environment.clock.jump(-environment.clock.offset)
    await olga.sees("reporting", "can be used now")
    await olga.sees("trading-eu", "within 7 days")


async def _turn_digest_off(olga: Persona) -> None:
    """Leave the group to what happens: a digest at every move of the clock would bury it."""
    asked = olga.says("/alerts digest off", privately=True)
    await olga.sees("six digits", privately=True, after=asked)
    olga.says(olga.code(), privately=True)
    await olga.sees("digest is off", privately=True, after=asked)


async def _make_key(persona: Persona, wish: str) -> None:
    asked = persona.says(f"/newkey {wish}")
    await persona.confirms(await persona.sees("Create key", after=asked))
    await persona.sees("is made", after=asked)
    await persona.puts_away(await persona.sees("Secret:", privately=True))
    # Both cards say when the key can be used, so both must exist before the clock moves.
    await persona.sees(wish.split(maxsplit=1)[0], "is made", privately=True)


async def _bring_in(owner: Persona, newcomer: Persona, role: str) -> None:
    asked = owner.says(f"/invite {role} {newcomer.user_id}")
    await owner.confirms(await owner.sees("Invite", after=asked))
    newcomer.presses(await newcomer.sees("is invited as", after=asked), "Join")
    await newcomer.sees("Welcome to", privately=True)
