"""Play one scenario at a time, and keep its captions for the audience."""

import asyncio
import logging
from enum import StrEnum

from bot.sandbox.changes import Changes
from bot.sandbox.scenarios.cast import find_cast
from bot.sandbox.scenarios.kit import Caption, Play
from bot.sandbox.scenarios.persona import NothingCame, Surroundings
from bot.sandbox.scenarios.scenarios import SCENARIOS
from bot.sandbox.telegram.models import Json
from bot.sandbox.telegram.refusals import Impossible

logger = logging.getLogger(__name__)


class Outcome(StrEnum):
    """Result of the scenario with the last caption."""

    PLAYING = "playing"
    OVER = "over"
    STOPPED = "stopped"


class ScenarioRunner:
    """The scenario that is playing, or was played last."""

    def __init__(self, environment: Surroundings, reading_seconds: float) -> None:
        """`reading_seconds` is how long the audience gets for each caption."""
        self.changes = Changes()
        self._environment = environment
        self._reading_seconds = reading_seconds
        self._playing: asyncio.Task[None] | None = None
        self._name = ""
        self._caption: Caption | None = None
        self._outcome = Outcome.OVER

    def start(self, name: str) -> None:
        """Start a scenario. Impossible while another is playing, or without a person it needs."""
        scenario = SCENARIOS.get(name)
        if scenario is None:
            raise Impossible("There is no such scenario.")
        if self._outcome is Outcome.PLAYING:
            raise Impossible(f"“{SCENARIOS[self._name].title}” is still being played. Wait until it has ended.")
        cast = find_cast(self._environment)
        self._name, self._outcome, self._caption = name, Outcome.PLAYING, None
        play = Play(self._environment, cast, self._show, self._reading_seconds)
        self._playing = asyncio.create_task(self._perform(play, name))
        self.changes.ring()

    async def finish(self) -> None:
        """Return once nothing is playing."""
        if self._playing is not None:
            await asyncio.wait({self._playing})

    async def stop(self) -> None:
        """Stop the playing scenario."""
        if self._playing is not None:
            self._playing.cancel()
            await asyncio.wait({self._playing})

    def show(self) -> Json:
        """The scenarios to choose from, and the last caption."""
        return {
            "scenarios": [
                {"name": name, "title": scenario.title, "about": scenario.about} for name, scenario in SCENARIOS.items()
            ],
            "name": self._name,
            "outcome": self._outcome,
            "caption": self._caption
            and {"text": self._caption.text, "actor": self._caption.actor, "look": self._caption.look},
            "number": self.changes.count,
        }

    async def _perform(self, play: Play, name: str) -> None:
        outcome = Outcome.STOPPED
        try:
            closing = await SCENARIOS[name].play(play)
        except (Impossible, NothingCame) as trouble:
            self._fail(f"It stopped here: {trouble}.".replace("..", "."))
        except Exception:
            logger.exception("a scenario failed", extra={"scenario": name})
            self._fail("It stopped here; the terminal says why.")
        else:
            outcome = Outcome.OVER
            self._show(closing)
        finally:
            self._outcome = outcome
            self.changes.ring()

    def _fail(self, sentence: str) -> None:
        last = self._caption
        if last is not None:
            self._show(Caption(f"{last.text} {sentence}", last.actor, last.look))

    def _show(self, caption: Caption) -> None:
        self._caption = caption
        self.changes.ring()
