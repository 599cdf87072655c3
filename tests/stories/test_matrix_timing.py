"""How long an answer takes says nothing of another team either."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.prepared import Prepared
from tests.statements import CONTROL, note_statements
from tests.stories.matrix_rows import UNLIKE, commands
from tests.stories.planted import STAGES, Planted
from tests.stories.senders import MEMBERS
from tests.stories.watched import Watched, open_watched

RANDOM = frozenset({"done"})
"""Commands that name a request by its random id: nobody asks for one they have not seen."""
ATTEMPTS = 4
VALUES = re.compile(r"'[^']*'|\d+|NULL")
"""What differs between two statements that are the same but for what is asked for."""


@pytest.fixture
async def noted(prepared: Prepared, tmp_path: Path) -> AsyncIterator[tuple[Watched, list[str]]]:
    """Two teams, and what SQLite is asked from the start."""
    with note_statements() as statements:
        async with open_watched(prepared, tmp_path) as watched:
            yield watched, statements


@pytest.mark.parametrize("is_private", [True, False])
async def test_what_another_team_has_takes_as_long_as_what_no_team_has(
    noted: tuple[Watched, list[str]], is_private: bool
) -> None:
    """Time is counted in statements, because seconds differ from run to run."""
    watched, statements = noted
    team, other = watched.teams
    unknown = Planted("kestral", 9, "")
    unknown.tickets = {stage: unknown.make_id(str(stage)) for stage in STAGES}
    all_pairs = zip(commands(other), commands(unknown), strict=True)
    pairs = [pair for pair in all_pairs if pair[0] != pair[1] and pair[0][0] not in UNLIKE | RANDOM]
    writer = watched.writer_of(MEMBERS["owner"], None if is_private else team.chat_id)

    async def ask(word: str, words: str) -> list[str]:
        statements.clear()
        await watched.send([*watched.says(writer, [(word, words)])])
        return sorted(VALUES.sub("?", one) for one in statements if not one.startswith(CONTROL))

    await ask(*pairs[0][0])  # The first change of a new bot wakes jobs that then know when they are due.
    for theirs, nobodys in pairs:
        attempts = 0
        while await ask(*theirs) != await ask(*nobodys):
            # A job may look at the same moment, but not each time.
            attempts += 1
            assert attempts < ATTEMPTS, theirs
    assert len(pairs) > 40
