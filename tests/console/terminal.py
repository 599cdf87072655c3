"""A terminal for one test: an installation in a folder, and commands typed there."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.__main__ import main


@dataclass(frozen=True)
class Said:
    """Output and exit code of a command."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Terminal:
    """The folder in which commands are typed."""

    folder: Path
    patch: pytest.MonkeyPatch
    capture: pytest.CaptureFixture[str]

    def set(self, settings: Mapping[str, str]) -> None:
        for name, value in settings.items():
            self.patch.setenv(name, value)

    def types(self, *words: str) -> Said:
        with pytest.raises(SystemExit) as ended:
            main(words)
        said = self.capture.readouterr()
        assert "Traceback" not in said.err
        return Said(int(ended.value.code or 0), said.out, said.err)

    def cannot(self, *words: str) -> str:
        """The one sentence of a command that was refused."""
        said = self.types(*words)
        assert said.code == 2
        assert said.out == ""
        assert said.err.count("\n") == 1
        return said.err.strip()
