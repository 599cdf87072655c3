"""Print expected errors as one sentence on standard error, without secrets or a stack."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import structlog
import typer

from storage.ownership import explain_denial

CANNOT = 2
"""Exit code of an expected error."""
BROKEN = 1
"""Exit code of an error in Keyminder itself."""

log = structlog.get_logger(__name__)


def explain(error: BaseException, expected: tuple[type[Exception], ...]) -> int:
    """Print what went wrong, even in a group of errors, and return the exit code.

    Only the log shows the stack of an unexpected error.
    """
    leaves = list(_leaves(error))
    sentences = [_explain_one(leaf, expected) for leaf in leaves]
    if all(sentences):
        for sentence in dict.fromkeys(sentences):
            typer.echo(sentence, err=True)
        return CANNOT
    if logging.getLogger().isEnabledFor(logging.WARNING):
        log.error("keyminder broke", exc_info=error)
    names = ", ".join(dict.fromkeys(type(leaf).__name__ for leaf in leaves))
    typer.echo(
        f"Keyminder has an internal error ({names}). Run the command again as `keyminder --logs …` and report its "
        "output.",
        err=True,
    )
    return BROKEN


def _explain_one(leaf: BaseException, expected: tuple[type[Exception], ...]) -> str | None:
    """Explain an expected error or an unusable file of the operator. None for an error of ours."""
    if isinstance(leaf, expected):
        return str(leaf)
    if isinstance(leaf, OSError) and leaf.filename is not None:
        path = Path(os.fsdecode(leaf.filename))
        return f"{path} cannot be used {explain_denial(path, leaf)}."
    return None


def _leaves(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from _leaves(one)
    else:
        yield error
