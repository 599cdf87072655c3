"""`/audit` is read as sentences, narrowed and turned by taps in one message, and exported in private."""

import json

from tests.app import TestApp
from tests.people import Member
from tests.stories.test_key_list import labels


async def test_the_trail_is_read_narrowed_and_turned_in_one_message(app: TestApp, olga: Member) -> None:
    for name in ("hedge-btc", "grid", "old"):
        await olga.does(f"/newkey {name}")
    await olga.does("/deletekey old")

    shown = await olga.says("/audit")
    moment, newest, *_ = shown.text.splitlines()[2:]
    assert moment.startswith("now · ")
    assert newest == "✅ Done: delete old (#4)"
    assert "Olga confirmed by code: delete old (#4)" in shown.text
    assert "Head " in shown.text
    assert labels(shown)[:6] == ["▶", "• All", "7 days", "Keys", "Whitelist", "People"]

    first = shown.text
    await olga.presses(shown, "▶")
    older = olga.again(shown)
    assert "Olga set up the team" in older.text
    await olga.presses(older, "◀")
    assert olga.again(shown).text == first

    await olga.presses(olga.again(shown), "People")
    assert "Olga set up an authenticator" in olga.again(shown).text
    assert "delete old" not in olga.again(shown).text
    await olga.presses(olga.again(shown), "Whitelist")
    assert "Nothing fits “whitelist”. Press All" in olga.again(shown).text
    await olga.presses(olga.again(shown), "All")
    assert "delete old" in olga.again(shown).text
    assert olga.newest().message_id == shown.message_id, "all of it in one message"

    found = (await olga.says("/audit old olga 1d")).text
    assert "Audit of Desk, by Olga, key old, last day" in found
    assert "hedge-btc" not in found
    assert "Did you mean Olga?" in (await olga.says("/audit olgga")).text


async def test_a_long_name_turns_pages_and_a_viewer_has_no_export(app: TestApp, olga: Member) -> None:
    vera = app.member(1004, "Vera")
    await vera.presses(await olga.does("/invite viewer 1004"), "Join")
    name = "ключ" * 10
    await olga.does(f"/newkey {name}")
    for _ in range(4):
        await olga.does(f"/renew {name}")

    shown = await vera.whispers(f"/audit {name}")
    assert labels(shown)[:2] == ["▶", "All"]
    assert "Export" not in labels(shown)
    await vera.presses(shown, "▶")
    assert f"key {name}" in vera.again(shown).text

    await olga.does("/deletekey 1")
    gone = await vera.whispers(f"/audit {name} {olga.user_id}")
    assert labels(gone)[:3] == ["▶", "All", "7 days"]
    await vera.presses(gone, "▶")
    assert f"Olga asked: make {name}" in vera.again(gone).text
    await vera.presses(vera.again(gone), "7 days")
    assert f"key {name[:4]}" in vera.again(gone).text
    assert "Export" in labels(await olga.says("/audit"))


async def test_the_trail_is_exported_in_private_with_a_code(app: TestApp, olga: Member) -> None:
    shown = await olga.says("/audit")
    await olga.presses(shown, "Export")
    await olga.presses(olga.newest(), "JSONL")
    await olga.types(olga.code())

    sent = olga.newest(privately=True)
    assert sent.document_file_id is not None
    lines = [json.loads(line) for line in app.environment.world.file(sent.document_file_id).splitlines()]
    assert lines[0]["what"] == "team:claim"
    assert f"up to line {len(lines)}." in sent.text
    assert f"{len(lines)}:{lines[-1]['hmac']}" in sent.text
