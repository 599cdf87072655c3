"""Play scenarios one after another, and keep the captions for the audience."""

import asyncio
import logging
from enum import StrEnum

from bot.sandbox.changes import Changes
from bot.sandbox.scenarios.cast import OLGA, call_cast
from bot.sandbox.scenarios.kit import Caption, Look, Play
from bot.sandbox.scenarios.persona import NothingCame, Surroundings
from bot.sandbox.scenarios.scenarios import SCENARIOS, Scenario
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
        self._waiting: list[str] = []

    def start(self, name: str) -> None:
        """Play a scenario, after those that wait. Impossible if it waits or plays already."""
        scenario = SCENARIOS.get(name)
        if scenario is None:
            raise Impossible("There is no such scenario.")
        is_playing = self._outcome is Outcome.PLAYING
        if name in self._waiting or (is_playing and name == self._name):
            raise Impossible(f"“{scenario.title}” is being played, or comes next.")
        self._waiting.append(name)
        if not is_playing:
            self._name, self._outcome, self._caption = name, Outcome.PLAYING, None
            self._playing = asyncio.create_task(self._perform_all())
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
            "waiting": list(self._waiting),
            "caption": self._caption
            and {"text": self._caption.text, "actor": self._caption.actor, "look": self._caption.look},
            "number": self.changes.count,
        }

    async def _perform_all(self) -> None:
        outcome = Outcome.STOPPED
        try:
            while self._waiting:
                outcome, self._name, self._caption = Outcome.STOPPED, self._waiting.pop(0), None
                outcome = await self._perform(SCENARIOS[self._name])
                if self._waiting:
                    await asyncio.sleep(self._reading_seconds)
        finally:
            self._waiting.clear()
            self._outcome = outcome
            self.changes.ring()

    async def _perform(self, scenario: Scenario) -> Outcome:
        try:
            cast = await call_cast(self._environment)
            play = Play(self._environment, cast, self._show, self._reading_seconds)
            await play.wait_out_lock(cast.olga)
            self._show(await scenario.play(play))
        except (Impossible, NothingCame) as trouble:
            self._fail(f"It stopped here: {trouble}.".replace("..", "."))
        except Exception:
            logger.exception("a scenario failed", extra={"scenario": scenario.title})
            self._fail("It stopped here; the terminal says why.")
        else:
            return Outcome.OVER
        return Outcome.STOPPED

    def _fail(self, sentence: str) -> None:
        last = self._caption or Caption("", OLGA, Look.GROUP)
        self._show(Caption(f"{last.text} {sentence}".strip(), last.actor, last.look))

    def _show(self, caption: Caption) -> None:
        self._caption = caption
        self.changes.ring()
