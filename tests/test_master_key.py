"""The master key: made once, never replaced."""

from pathlib import Path

import pytest

from bot.setting_values import Secret
from bot.settings import CannotStart, Settings
from bot.wiring.master_key import describe_key_place, find_key, find_or_make_key, replace_key


def never() -> str:
    raise AssertionError("no key may be made now")


def test_a_new_database_gets_a_key_that_only_its_user_can_read(tmp_path: Path) -> None:
    settings = Settings(master_key_file=tmp_path / "deep" / "master.key")
    assert find_or_make_key(settings, lambda: "made") == "made"
    assert settings.master_key_file.stat().st_mode & 0o777 == 0o600
    assert find_or_make_key(settings, never) == "made"
    assert find_key(settings) == "made"


def test_an_old_database_never_gets_another_key(tmp_path: Path) -> None:
    settings = Settings(master_key_file=tmp_path / "master.key")
    with pytest.raises(CannotStart, match="put it back from your copy"):
        find_key(settings)
    assert not settings.master_key_file.exists()


@pytest.mark.parametrize(("content", "words"), [(b"", "is empty"), (b"\xff", "it is not text")])
def test_a_broken_key_is_reported_and_not_replaced(tmp_path: Path, content: bytes, words: str) -> None:
    settings = Settings(master_key_file=tmp_path / "master.key")
    settings.master_key_file.write_bytes(content)
    with pytest.raises(CannotStart, match=words):
        find_or_make_key(settings, never)
    assert settings.master_key_file.read_bytes() == content


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings = Settings(master_key_file=tmp_path / "file" / "master.key")
    with pytest.raises(CannotStart) as caught:
        find_or_make_key(settings, lambda: "made")
    assert len(caught.value.problems) == 1


def test_a_key_in_the_environment_needs_no_file(tmp_path: Path) -> None:
    settings = Settings(master_key=Secret(" given\n"), master_key_file=tmp_path / "master.key")
    assert find_key(settings) == "given"


def test_a_command_prints_the_key_and_no_file_is_read_or_made(tmp_path: Path) -> None:
    settings = Settings(master_key_command="printf '\\n given \\n' | cat", master_key_file=tmp_path / "master.key")
    assert find_key(settings) == find_or_make_key(settings, never) == "given"
    assert describe_key_place(settings) == "KEYMINDER_MASTER_KEY_COMMAND"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("echo hunter2; exit 3", "it ended with exit code 3"),
        ("true", "it printed nothing"),
        ("printf '\\377'", "its output is not text"),
        ("no-such-kms hunter2 2>/dev/null", "it ended with exit code 127"),
    ],
)
def test_a_command_that_fails_is_one_sentence_without_its_output(command: str, words: str) -> None:
    with pytest.raises(CannotStart, match=words) as caught:
        find_key(Settings(master_key_command=command))
    assert "hunter2" not in str(caught.value)


def test_a_key_that_windows_wrote_is_the_same_key(tmp_path: Path) -> None:
    settings = Settings(master_key_file=tmp_path / "master.key")
    settings.master_key_file.write_bytes("\ufeffgiven\r\n".encode())
    assert find_key(settings) == "given"


def test_a_rotated_key_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    path.write_text("old")
    replace_key(path, "new")
    assert path.read_text() == "new\n"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["master.key"]


def test_a_key_that_cannot_be_replaced_is_said_without_it(tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match="cannot be replaced") as refused:
        replace_key(tmp_path / "no-folder" / "master.key", "hunter2")
    assert "hunter2" not in str(refused.value)
