"""Read the environment and `.env` once into one frozen Settings.

CannotStart         the program cannot start: one sentence for each problem
└── SettingsError   the settings are wrong
"""

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any
from unicodedata import category

from dotenv.parser import parse_stream

from bot.setting_values import (
    Secret,
    read_database_url,
    read_http_root,
    read_listen,
    read_mail_from,
    read_owners,
    read_secret_http,
    read_shared_secret,
    read_smtp_url,
    read_telegram_mode,
    read_telegram_token,
)

PREFIX = "KEYMINDER_"
FILE = "_FILE"
_DATABASE = Secret("sqlite+aiosqlite:///data/keyminder.db")
FOR_TESTS = ("KEYMINDER_REQUIRE_ALL", "KEYMINDER_TEST_POSTGRES_URL")
"""Read by the tests. They may be in the environment of any command."""


class CannotStart(Exception):
    """The program cannot start. Each of `problems` is one sentence that says what to do."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class SettingsError(CannotStart):
    """The settings are wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of an installation.

    Field `x` is the setting `KEYMINDER_X`. A Secret may also come as `KEYMINDER_X_FILE`.
    """

    telegram_token: Secret | None = None
    telegram_api_url: str = "https://api.telegram.org"
    telegram_mode: str = "polling"
    """Or `webhook`."""
    webhook_secret: Secret | None = None
    database_url: Secret = _DATABASE
    master_key: Secret | None = None
    master_key_file: Path = Path("data/master.key")
    master_key_command: str | None = None
    """Its output is the master key."""
    owners: frozenset[int] = frozenset()
    smtp_url: Secret | None = None
    mail_from: str | None = None
    listen: str = "127.0.0.1:8700"
    public_url: str = ""
    """Empty only until it is built: then `http://` and `listen`."""
    metrics_token: Secret | None = None
    """Shows names in the metrics. None: opaque ids only."""
    heartbeat_url: Secret | None = None
    coinex_api_url: str = "https://api.coinex.com/v2"
    bybit_api_url: str = "https://api.bybit.com"

    def __post_init__(self) -> None:
        if not self.public_url:
            object.__setattr__(self, "public_url", f"http://{self.listen}")

    @classmethod
    def read(cls, values: Mapping[str, object]) -> "Settings":
        """Read settings from texts by field. Raises SettingsError with every problem, and never with a secret."""
        problems = []
        read: dict[str, Any] = {}
        for name, value in values.items():
            try:
                read[name] = value if value is None else _READERS[name](value)
            except ValueError as error:
                problems.append(f"{PREFIX}{name.upper()} {error}.")
        settings = None if problems else cls(**read)
        if settings is not None:
            problems += settings._find_contradictions()
        if settings is None or problems:
            raise SettingsError(*problems)
        return settings

    def _find_contradictions(self) -> Iterator[str]:
        if self.telegram_mode == "webhook" and self.webhook_secret is None:
            yield "KEYMINDER_TELEGRAM_MODE=webhook needs KEYMINDER_WEBHOOK_SECRET (try: openssl rand -hex 32)."
        if self.master_key is not None and self.master_key_command is not None:
            yield "KEYMINDER_MASTER_KEY and KEYMINDER_MASTER_KEY_COMMAND exclude each other: give one of them."
        if (self.smtp_url is None) != (self.mail_from is None):
            yield "KEYMINDER_SMTP_URL and KEYMINDER_MAIL_FROM belong together: give both or neither."

    @property
    def exchange_urls(self) -> Mapping[str, str]:
        """The API address of each exchange, by the name of its adapter."""
        return {"bybit": self.bybit_api_url, "coinex": self.coinex_api_url}

    @property
    def listen_host(self) -> str:
        """The host to listen on, without brackets."""
        return self.listen.rpartition(":")[0].strip("[]")

    @property
    def listen_port(self) -> int:
        """The port to listen on. 0: any free one."""
        return int(self.listen.rpartition(":")[2])


_READERS: Mapping[str, Callable[[Any], object]] = MappingProxyType(
    {
        "telegram_token": read_telegram_token,
        "telegram_api_url": read_http_root,
        "telegram_mode": read_telegram_mode,
        "webhook_secret": read_shared_secret,
        "database_url": read_database_url,
        "master_key": Secret,
        "master_key_file": Path,
        "master_key_command": str,
        "owners": read_owners,
        "smtp_url": read_smtp_url,
        "mail_from": read_mail_from,
        "listen": read_listen,
        "public_url": read_http_root,
        "metrics_token": read_shared_secret,
        "heartbeat_url": read_secret_http,
        "coinex_api_url": read_http_root,
        "bybit_api_url": read_http_root,
    }
)
"""Readers of the fields' texts. They raise ValueError with the text behind the setting's name."""


def explain_no_token() -> str:
    """Explain where a bot token was looked for, and how to get one."""
    env_file = Path(".env")
    where = f"{env_file.absolute()}{'' if env_file.is_file() else ', which does not exist'}"
    return (
        f"There is no bot token (looked in the environment and in {where}). Send /newbot to @BotFather in Telegram and "
        "set KEYMINDER_TELEGRAM_TOKEN to the token it sends. To try Keyminder without one, type: keyminder sandbox"
    )


def list_secrets() -> frozenset[str]:
    """List the fields that may also come as a file."""
    return frozenset(field.name for field in fields(Settings) if "Secret" in str(field.type))


def list_names() -> list[str]:
    """List every setting as the environment spells it, in the order of the table."""
    secrets = list_secrets()
    names = []
    for field in _READERS:
        names.append(f"{PREFIX}{field.upper()}")
        if field in secrets:
            names.append(f"{PREFIX}{field.upper()}{FILE}")
    return list(dict.fromkeys(names))


def read_settings(environ: Mapping[str, str], env_file: Path = Path(".env")) -> Settings:
    """Read settings from the environment and, beneath it, from `env_file`. An empty value is unset.

    Raises SettingsError with every problem.
    """
    try:
        in_file = _read_env_file(env_file)
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{env_file} cannot be read ({_why(error)}): make it a readable text file.") from error
    found = {
        name: value
        for name, given in {**in_file, **environ}.items()
        if name.upper().startswith(PREFIX) and (value := _cleaned(given))
    }
    for name in FOR_TESTS:
        found.pop(name, None)
    problems = [*_find_unknown(found), *_find_invisible(found)]
    values = _read_files(found, problems)
    try:
        settings = Settings.read(values)
    except SettingsError as error:
        raise SettingsError(*problems, *error.problems) from None
    if problems:
        raise SettingsError(*problems)
    return settings


def _cleaned(text: str) -> str:
    """Remove what editors, Windows and Docker leave around a value.

    These are spaces, CR, byte order mark and a pair of quotes.
    """
    text = text.strip().removeprefix("\ufeff").strip()
    return text[1:-1].strip() if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text


def _find_invisible(found: dict[str, str]) -> list[str]:
    """Remove values from `found` with invisible characters that were not typed on purpose."""
    problems = []
    for name, value in [*found.items()]:
        hidden = _hidden_in(value)
        if hidden is not None:
            del found[name]
            problems.append(f"{name} has an invisible character ({hidden}): type it again.")
    return problems


def _hidden_in(text: str) -> str | None:
    """Return the number of the first control or format character, or byte that is not UTF-8.

    None: no such.
    """
    hidden = next((one for one in text if category(one) in {"Cc", "Cf", "Cs"} and one not in "\n\r\t"), None)
    return None if hidden is None else f"U+{ord(hidden):04X}"


def _find_unknown(found: dict[str, str]) -> list[str]:
    """Remove unknown names from `found` and report them."""
    known = list_names()
    problems = []
    for name in sorted(found.keys() - set(known)):
        del found[name]
        words = [one.removeprefix(PREFIX) for one in known]
        near = difflib.get_close_matches(name.upper().removeprefix(PREFIX), words, n=1)
        problems.append(
            f"There is no setting {name}: " + (f"did you mean {PREFIX}{near[0]}?" if near else "remove it.")
        )
    return problems


def _read_files(found: Mapping[str, str], problems: list[str]) -> dict[str, str]:
    """Return values by field, secrets in files as their text. Add errors to `problems`."""
    values: dict[str, str] = {}
    secrets = list_secrets()
    for name, value in found.items():
        field = name.removeprefix(PREFIX).lower()
        secret = field.removesuffix(FILE.lower())
        if field == secret or secret not in secrets:
            values[field] = value
            continue
        if name.removesuffix(FILE) in found:
            problems.append(f"{name.removesuffix(FILE)} and {name} contradict each other: keep one.")
        elif field in _READERS:
            values[field] = value
        else:
            try:
                values[secret] = _cleaned(Path(value).read_text(encoding="utf-8"))
            except (OSError, UnicodeDecodeError) as error:
                problems.append(
                    f"{name} names {value}, which cannot be read ({_why(error)}): create it or correct the path."
                )
                continue
            if not values[secret]:
                problems.append(f"{name} names {value}, which is empty: put the secret into it.")
                del values[secret]
            elif (hidden := _hidden_in(values[secret])) is not None:
                problems.append(f"{name} names {value}, which has an invisible character ({hidden}).")
                del values[secret]
    return values


def _why(error: OSError | UnicodeDecodeError) -> str:
    return "it is not text" if isinstance(error, UnicodeDecodeError) else (error.strerror or "it fails").lower()


def _read_env_file(env_file: Path) -> dict[str, str]:
    """Return what the lines set.

    Raises SettingsError for a line that sets nothing: an owner may be lost there.
    """
    if not env_file.is_file():
        return {}
    with env_file.open(encoding="utf-8-sig") as lines:
        bindings = list(parse_stream(lines))
    unreadable = [
        f"Line {binding.original.line} of {env_file} cannot be read: write NAME=value, and close every quote."
        for binding in bindings
        if binding.error
    ]
    if unreadable:
        raise SettingsError(*unreadable)
    return {binding.key: binding.value for binding in bindings if binding.key and binding.value}
