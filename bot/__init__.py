"""The bot: chat, operations, rules, exchanges, jobs, mail, web, console and a sandbox."""

import sys
from importlib import import_module
from types import ModuleType


def _load_structlog_without_rich() -> None:
    """Load structlog without rich, which typer installs.

    Its tracebacks would show variables, and secrets among them. Loading rich and pygments takes as long as loading the
    rest of structlog, and 5 MB. Source: Python 3.11, "The import system", 5.3.1: a module that is None in `sys.modules`
    is not found.
    """
    modules: dict[str, ModuleType | None] = sys.modules  # type: ignore[assignment]  # typeshed knows no None there
    before = modules.get("rich")
    modules["rich"] = None
    try:
        import_module("structlog")
    finally:
        del modules["rich"]
        if before is not None:
            modules["rich"] = before


_load_structlog_without_rich()
