"""The sandbox's page draws every sign that the bot writes, since a machine may have no font for it."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "bot" / "sandbox" / "page" / "static"
SIGN = re.compile("[\u23e9-\u23fa\u2600-\u2712\u2714-\u27bf\U0001f000-\U0001faff]")
"""Signs that are pictures to people. Arrows, U+2713 (a plain tick) and other marks of text are in every font."""


def test_every_sign_of_the_sentences_has_a_picture() -> None:
    catalogues = (ROOT / "bot" / "chat" / "sentences").glob("*.ftl")
    said = {f"{ord(sign):x}" for one in catalogues for sign in SIGN.findall(one.read_text())}
    script = (PAGE / "scripts" / "pictographs.js").read_text()
    drawn = set(re.findall(r"\b[0-9a-f]{4,5}\b", script.partition(".split")[0]))

    assert said - drawn == set()
    assert drawn == {one.stem for one in (PAGE / "emoji").glob("*.svg")}
