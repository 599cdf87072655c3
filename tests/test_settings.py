"""Settings: every name, every kind of error, and no secret in any message."""

from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, list_names, read_settings

NOWHERE = Path("no-such.env")
TOKEN = "123456:dummy-token-of-a-test"


def problems_of(environ: dict[str, str], env_file: Path = NOWHERE) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        read_settings(environ, env_file)
    return list(caught.value.problems)


def test_without_anything_the_defaults_of_the_table_hold() -> None:
    settings = read_settings({"PATH": "/bin"}, NOWHERE)
    assert settings.telegram_token is None
    assert settings.telegram_api_url == "https://api.telegram.org"
    assert settings.telegram_mode == "polling"
    assert settings.database_url.get_secret_value() == "sqlite+aiosqlite:///data/keyminder.db"
    assert settings.master_key_file == Path("data/master.key")
    assert settings.owners == frozenset()
    assert settings.listen == "127.0.0.1:8700"
    assert settings.public_url == "http://127.0.0.1:8700"
    assert settings.coinex_api_url == "https://api.coinex.com/v2"
    assert settings.bybit_api_url == "https://api.bybit.com"


def test_public_url_follows_listen_unless_it_is_given() -> None:
    assert read_settings({"KEYMINDER_LISTEN": "[::1]:9"}, NOWHERE).public_url == "http://[::1]:9"
    given = {"KEYMINDER_LISTEN": "0.0.0.0:80", "KEYMINDER_PUBLIC_URL": "https://keys.example.org/"}
    settings = read_settings(given, NOWHERE)
    assert settings.public_url == "https://keys.example.org"
    assert (settings.listen_host, settings.listen_port) == ("0.0.0.0", 80)  # noqa: S104 - nothing listens here


def test_owners_are_ids_between_commas_or_spaces() -> None:
    assert read_settings({"KEYMINDER_OWNERS": "11, 22 33"}, NOWHERE).owners == {11, 22, 33}


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text("KEYMINDER_LISTEN=127.0.0.1:1\nKEYMINDER_OWNERS='7'\nOTHER=x\nKEYMINDER_MAIL_FROM=\n")
    settings = read_settings({"KEYMINDER_LISTEN": "127.0.0.1:2"}, env_file)
    assert settings.listen == "127.0.0.1:2"
    assert settings.owners == {7}


@pytest.mark.parametrize("name", [name for name in list_names() if name.endswith("_FILE")])
def test_every_secret_file_that_is_missing_is_an_error(name: str, tmp_path: Path) -> None:
    missing = tmp_path / "missing"
    if name == "KEYMINDER_MASTER_KEY_FILE":
        assert read_settings({name: str(missing)}, NOWHERE).master_key_file == missing
        return
    assert problems_of({name: str(missing)})[0] == (
        f"{name} names {missing}, which cannot be read (no such file or directory): create it or correct the path."
    )


def test_a_secret_comes_from_its_file_without_the_line_end(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(TOKEN + "\n")
    settings = read_settings({"KEYMINDER_TELEGRAM_TOKEN_FILE": str(tmp_path / "token")}, NOWHERE)
    assert settings.telegram_token is not None
    assert settings.telegram_token.get_secret_value() == TOKEN


def test_an_empty_secret_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("\n")
    assert "is empty" in problems_of({"KEYMINDER_TELEGRAM_TOKEN_FILE": str(tmp_path / "token")})[0]


def test_a_secret_given_twice_contradicts_itself(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("k")
    found = problems_of({"KEYMINDER_MASTER_KEY": "k", "KEYMINDER_MASTER_KEY_FILE": str(tmp_path / "key")})
    assert found == ["KEYMINDER_MASTER_KEY and KEYMINDER_MASTER_KEY_FILE contradict each other: keep one."]


def test_an_unknown_setting_is_refused_with_the_nearest_name() -> None:
    found = problems_of({"KEYMINDER_TELEGRAM_TOKEM": TOKEN, "KEYMINDER_XYZZY": "1"})
    assert found == [
        "There is no setting KEYMINDER_TELEGRAM_TOKEM: did you mean KEYMINDER_TELEGRAM_TOKEN?",
        "There is no setting KEYMINDER_XYZZY: remove it.",
    ]


def test_what_only_tests_read_is_left_alone() -> None:
    assert read_settings({"KEYMINDER_REQUIRE_ALL": "1", "KEYMINDER_TEST_POSTGRES_URL": "x"}, NOWHERE) == Settings()


@pytest.mark.parametrize(
    ("environ", "begin"),
    [
        ({"KEYMINDER_TELEGRAM_TOKEN": "hunter2"}, "KEYMINDER_TELEGRAM_TOKEN must look like"),
        ({"KEYMINDER_TELEGRAM_API_URL": "ftp://x"}, "KEYMINDER_TELEGRAM_API_URL must be an address"),
        ({"KEYMINDER_TELEGRAM_API_URL": "http://[::1"}, "KEYMINDER_TELEGRAM_API_URL must be an address"),
        ({"KEYMINDER_TELEGRAM_MODE": "push"}, "KEYMINDER_TELEGRAM_MODE must be 'polling' or 'webhook'"),
        ({"KEYMINDER_WEBHOOK_SECRET": "hunter2 hunter2 hunter2"}, "KEYMINDER_WEBHOOK_SECRET must be 16 to 256"),
        ({"KEYMINDER_DATABASE_URL": "mysql://u:hunter2@h/d"}, "KEYMINDER_DATABASE_URL must be sqlite+aiosqlite"),
        ({"KEYMINDER_DATABASE_URL": "sqlite+aiosqlite:///:memory:"}, "KEYMINDER_DATABASE_URL must be sqlite+aiosqlite"),
        ({"KEYMINDER_OWNERS": "1,@olga"}, "KEYMINDER_OWNERS must be numeric Telegram user ids"),
        ({"KEYMINDER_SMTP_URL": "mail:hunter2", "KEYMINDER_MAIL_FROM": "k@example.org"}, "KEYMINDER_SMTP_URL must be"),
        ({"KEYMINDER_SMTP_URL": "smtp://mail:25"}, "KEYMINDER_SMTP_URL and KEYMINDER_MAIL_FROM belong together"),
        ({"KEYMINDER_MAIL_FROM": "k@example.org"}, "KEYMINDER_SMTP_URL and KEYMINDER_MAIL_FROM belong together"),
        (
            {"KEYMINDER_SMTP_URL": "smtp://mail", "KEYMINDER_MAIL_FROM": "K <k@example.org>\nBcc: x@y"},
            "KEYMINDER_MAIL_FROM must be a bare",
        ),
        ({"KEYMINDER_LISTEN": "8700"}, "KEYMINDER_LISTEN must be HOST:PORT"),
        ({"KEYMINDER_LISTEN": "[:::::]:1"}, "KEYMINDER_LISTEN must be HOST:PORT"),
        ({"KEYMINDER_LISTEN": "localhost:70000"}, "KEYMINDER_LISTEN must be HOST:PORT"),
        ({"KEYMINDER_HEARTBEAT_URL": "hunter2"}, "KEYMINDER_HEARTBEAT_URL must be an address"),
        ({"KEYMINDER_TELEGRAM_MODE": "webhook"}, "KEYMINDER_TELEGRAM_MODE=webhook needs KEYMINDER_WEBHOOK_SECRET"),
    ],
)
def test_a_wrong_value_is_one_sentence_that_shows_no_secret(environ: dict[str, str], begin: str) -> None:
    found = problems_of(environ)
    assert len(found) == 1
    assert found[0].startswith(begin)
    assert found[0].endswith((".", ")"))
    assert "hunter2" not in found[0]


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("smtp://host:587?starttls=true", "takes no options after the port: write smtp+starttls://"),
        ("smtp://host:25/starttls", "takes no options after the port"),
        ("smtps://k:hunter2/x@host:465", "write % as %25, / as %2F"),
        ("smtps://k:12/hunter2@host:465", "write % as %25, / as %2F"),
        ("smtp+starttls://k:hunter2#x@host:465", "# as %23"),
        ("smtp://host:465", "must begin with smtps://"),
        ("smtp+starttls://host:465", "must begin with smtps://"),
    ],
)
def test_a_mail_server_s_address_that_would_be_read_otherwise_is_refused(url: str, says: str) -> None:
    found = problems_of({"KEYMINDER_SMTP_URL": url, "KEYMINDER_MAIL_FROM": "k@example.org"})
    assert len(found) == 1
    assert says in found[0]
    assert "hunter2" not in found[0]


@pytest.mark.parametrize("mark", ["\r", " \r\n", "\t"])
def test_what_editors_and_windows_leave_around_a_value_is_taken_off(mark: str, tmp_path: Path) -> None:
    (tmp_path / "token").write_bytes(f"\ufeff{TOKEN}{mark}".encode())
    settings = read_settings(
        {
            "KEYMINDER_TELEGRAM_TOKEN_FILE": f"{tmp_path / 'token'}{mark}",
            "KEYMINDER_OWNERS": f"7{mark}",
            "KEYMINDER_LISTEN": f'"127.0.0.1:1"{mark}',
            "KEYMINDER_TELEGRAM_MODE": f"polling{mark}",
            "KEYMINDER_MAIL_FROM": mark,
        },
        NOWHERE,
    )
    assert settings.telegram_token is not None
    assert settings.telegram_token.get_secret_value() == TOKEN
    assert settings.owners == {7}
    assert settings.listen == "127.0.0.1:1"
    assert settings.mail_from is None


def test_a_file_of_settings_from_windows_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("\ufeffKEYMINDER_OWNERS=7\r\nKEYMINDER_LISTEN=127.0.0.1:1\r\n".encode())
    settings = read_settings({}, tmp_path / ".env")
    assert settings.owners == {7}
    assert settings.listen == "127.0.0.1:1"


@pytest.mark.parametrize(("hidden", "number"), [("\u200b", "U+200B"), ("\0", "U+0000"), ("\udcff", "U+DCFF")])
def test_a_character_that_cannot_be_seen_is_named(hidden: str, number: str, tmp_path: Path) -> None:
    found = problems_of(
        {"KEYMINDER_TELEGRAM_TOKEN": f"1:hunter{hidden}2", "KEYMINDER_HEARTBEAT_URL_FILE": f"a{hidden}b"}
    )
    assert found == [
        f"{name} has an invisible character ({number}): type it again."
        for name in ("KEYMINDER_TELEGRAM_TOKEN", "KEYMINDER_HEARTBEAT_URL_FILE")
    ]
    (tmp_path / "token").write_text("1:hunter\u200b2", encoding="utf-8")
    [problem] = problems_of({"KEYMINDER_TELEGRAM_TOKEN_FILE": str(tmp_path / "token")})
    assert "an invisible character (U+200B)" in problem


@pytest.mark.parametrize("name", ["keyminder_owners", "Keyminder_Owners"])
def test_a_name_in_other_case_is_not_ignored(name: str) -> None:
    assert problems_of({name: "7"}) == [f"There is no setting {name}: did you mean KEYMINDER_OWNERS?"]


def test_every_problem_is_reported_at_once() -> None:
    assert len(problems_of({"KEYMINDER_LISTEN": "x", "KEYMINDER_OWNERS": "y", "KEYMINDER_Z": "z"})) == 3


def test_nothing_secret_shows_in_repr() -> None:
    settings = read_settings(
        {
            "KEYMINDER_TELEGRAM_TOKEN": "1:hunter2",
            "KEYMINDER_WEBHOOK_SECRET": "hunter2-hunter2-hunter2",
            "KEYMINDER_DATABASE_URL": "postgresql+asyncpg://k:hunter2@db/k",
            "KEYMINDER_MASTER_KEY": "hunter2",
            "KEYMINDER_SMTP_URL": "smtps://k:hunter2@mail:465",
            "KEYMINDER_MAIL_FROM": "k@example.org",
            "KEYMINDER_HEARTBEAT_URL": "https://ping.example.org/hunter2",
        },
        NOWHERE,
    )
    assert "hunter2" not in repr(settings)
    assert "hunter2" not in str(settings)


def test_a_file_of_settings_that_is_not_text_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\xff\xfe\x00")
    assert problems_of({}, tmp_path / ".env")[0].endswith(
        "cannot be read (it is not text): make it a readable text file."
    )


@pytest.mark.parametrize("line", ['KEYMINDER_OWNERS="1001', "KEYMINDER_OWNERS='1001", "=1001", "not a = setting"])
def test_a_line_of_the_env_file_that_cannot_be_read_is_not_passed_over(tmp_path: Path, line: str) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text(f"# settings\n\nexport KEYMINDER_LISTEN=127.0.0.1:1\n{line}\n")
    assert problems_of({}, env_file) == [
        f"Line 4 of {env_file} cannot be read: write NAME=value, and close every quote."
    ]
