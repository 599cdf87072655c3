"""Expected errors as one sentence on standard error; nothing secret and no stack reaches the terminal.

Nothing here knows what was tried.
"""

import logging
from collections.abc import Iterator

import structlog
import typer

CANNOT = 2
"""Exit code when something expected stands in the way."""
BROKEN = 1
"""Exit code when Keyminder itself is wrong."""

log = structlog.get_logger(__name__)


def explain(error: BaseException, expected: tuple[type[Exception], ...]) -> int:
    """Says what went wrong, also when it comes in groups; the exit code. Only a log shows the stack of a fault."""
    leaves = list(_leaves(error))
    if all(isinstance(leaf, expected) for leaf in leaves):
        for sentence in dict.fromkeys(str(leaf) for leaf in leaves):
            typer.echo(sentence, err=True)
        return CANNOT
    if logging.getLogger().isEnabledFor(logging.WARNING):
        log.error("keyminder broke", exc_info=error)
    names = ", ".join(dict.fromkeys(type(leaf).__name__ for leaf in leaves))
    typer.echo(
        f"Keyminder has a fault of its own ({names}). Start the command again as `keyminder --logs …` and report what "
        "it writes.",
        err=True,
    )
    return BROKEN


def _leaves(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from _leaves(one)
    else:
        yield error
