"""A killed sandbox: ids missing in its file are never used for something else."""

import json
from pathlib import Path
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.sandbox.environment import Environment
from tests.sandbox.telegram_office import make_bot

OLGA = 7001


async def ids_of(environment: Environment) -> dict[str, set[Any]]:
    """Write, send a file and press a button, and return every new id."""
    async with make_bot(environment.bot_token, environment.api_root) as bot:
        said = environment.world.post(OLGA, OLGA, "Hello")
        sent = environment.world.post_document(OLGA, OLGA, "list.csv", b"Remark\n")
        button = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="go")]])
        asked = await bot.send_message(OLGA, "Shall I?", reply_markup=button)
        pressed = environment.world.press(OLGA, OLGA, asked.message_id, "go")
        updates = await bot.get_updates()
    return {
        "messages": {said.message_id, sent.message_id, asked.message_id},
        "files": {sent.document_file_id},
        "presses": {pressed},
        "updates": {update.update_id for update in updates},
    }


async def test_a_sandbox_that_starts_from_a_stale_file_gives_no_id_again(tmp_path: Path) -> None:
    file = tmp_path / "world.json"
    async with Environment(tmp_path) as environment:
        environment.world.add_person(OLGA, "Olga")
        environment.save()
        stale = file.read_text(encoding="utf-8")
        lost = await ids_of(environment)
    for _ in range(2):
        file.write_text(stale, encoding="utf-8")
        async with Environment(tmp_path) as environment:
            stale = file.read_text(encoding="utf-8")
            given = await ids_of(environment)
        assert len(given["updates"]) == 3
        for name, ids in given.items():
            assert not ids & lost[name], name
        assert min(given["updates"]) > max(lost["updates"]), "a bot asks for what comes after the last it had"
        lost = {name: ids | lost[name] for name, ids in given.items()}


async def test_a_file_of_before_numbers_were_kept_is_read(tmp_path: Path) -> None:
    file = tmp_path / "world.json"
    async with Environment(tmp_path) as environment:
        environment.world.add_person(OLGA, "Olga")
        lost = await ids_of(environment)
    kept = json.loads(file.read_text(encoding="utf-8"))
    del kept["state"]["next_number"]
    file.write_text(json.dumps(kept), encoding="utf-8")
    async with Environment(tmp_path) as environment:
        given = await ids_of(environment)
    assert not given["presses"] & lost["presses"]
    assert not given["files"] & lost["files"]
