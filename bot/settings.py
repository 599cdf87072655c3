"""The environment and `.env`, read once into one frozen Settings.

    CannotStart         what keeps the program from starting, one sentence for each problem
    └── SettingsError   the settings are wrong

Nothing here knows what a setting is used for.
"""

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, Self
from unicodedata import category

from dotenv.parser import parse_stream
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, SecretStr, ValidationError, model_validator

from bot.setting_values import (
    read_database_url,
    read_http_root,
    read_listen,
    read_mail_from,
    read_metrics_token,
    read_owners,
    read_secret_http,
    read_smtp_url,
    read_telegram_token,
    read_webhook_secret,
)

PREFIX = "KEYMINDER_"
FILE = "_FILE"
FOR_TESTS = ("KEYMINDER_REQUIRE_ALL", "KEYMINDER_TEST_POSTGRES_URL")
"""Read by the tests; may stand in the environment of any command."""


class CannotStart(Exception):
    """What keeps the program from starting; each of `problems` is one sentence that says what to do."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class SettingsError(CannotStart):
    """The settings are wrong."""


HttpRoot = Annotated[str, AfterValidator(read_http_root)]


class Settings(BaseModel):
    """What an installation is told from outside.

    Field `x` is the setting `KEYMINDER_X`; a SecretStr may also come as `KEYMINDER_X_FILE`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    telegram_token: Annotated[SecretStr, AfterValidator(read_telegram_token)] | None = None
    telegram_api_url: HttpRoot = "https://api.telegram.org"
    telegram_mode: Literal["polling", "webhook"] = "polling"
    webhook_secret: Annotated[SecretStr, AfterValidator(read_webhook_secret)] | None = None
    database_url: Annotated[SecretStr, AfterValidator(read_database_url)] = SecretStr(
        "sqlite+aiosqlite:///data/keyminder.db"
    )
    master_key: SecretStr | None = None
    master_key_file: Path = Path("data/master.key")
    owners: Annotated[frozenset[int], BeforeValidator(read_owners)] = frozenset()
    smtp_url: Annotated[SecretStr, AfterValidator(read_smtp_url)] | None = None
    mail_from: Annotated[str, AfterValidator(read_mail_from)] | None = None
    listen: Annotated[str, AfterValidator(read_listen)] = "127.0.0.1:8700"
    public_url: HttpRoot = ""
    """Empty only before validation: then `http://` and `listen`."""
    metrics_token: Annotated[SecretStr, AfterValidator(read_metrics_token)] | None = None
    heartbeat_url: Annotated[SecretStr, AfterValidator(read_secret_http)] | None = None
    coinex_api_url: HttpRoot = "https://api.coinex.com/v2"
    bybit_api_url: HttpRoot = "https://api.bybit.com"

    @model_validator(mode="before")
    @classmethod
    def _fill_public_url(cls, given: object) -> object:
        if isinstance(given, Mapping) and not given.get("public_url"):
            listen = given.get("listen", "")
            try:
                listen = read_listen(listen)
            except ValueError:  # told about `listen` itself, not twice
                listen = cls.model_fields["listen"].default
            return {**given, "public_url": f"http://{listen}"}
        return given

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.telegram_mode == "webhook" and self.webhook_secret is None:
            raise ValueError(
                "KEYMINDER_TELEGRAM_MODE=webhook needs KEYMINDER_WEBHOOK_SECRET (try: openssl rand -hex 32)."
            )
        if (self.smtp_url is None) != (self.mail_from is None):
            raise ValueError("KEYMINDER_SMTP_URL and KEYMINDER_MAIL_FROM belong together: give both or neither.")
        return self

    @property
    def exchange_urls(self) -> Mapping[str, str]:
        """Where each exchange is asked, by the name of its adapter."""
        return {"bybit": self.bybit_api_url, "coinex": self.coinex_api_url}

    @property
    def listen_host(self) -> str:
        """Where the doors are, without brackets."""
        return self.listen.rpartition(":")[0].strip("[]")

    @property
    def listen_port(self) -> int:
        """0: any free one."""
        return int(self.listen.rpartition(":")[2])


def explain_no_token(env_file: Path = Path(".env")) -> str:
    """Where a bot token was looked for, and how to get one."""
    where = f"{env_file.absolute()}{'' if env_file.is_file() else ', which does not exist'}"
    return (
        f"There is no bot token (looked in the environment and in {where}): send /newbot to @BotFather in Telegram and "
        "set KEYMINDER_TELEGRAM_TOKEN to what it answers, or try everything at once with `keyminder sandbox`."
    )


def list_secrets() -> frozenset[str]:
    """Fields that may also come as a file."""
    return frozenset(name for name, field in Settings.model_fields.items() if "SecretStr" in str(field.annotation))


def list_names() -> list[str]:
    """Every setting there is, as the environment spells it, in the order of the table."""
    secrets = list_secrets()
    names = []
    for field in Settings.model_fields:
        names.append(f"{PREFIX}{field.upper()}")
        if field in secrets:
            names.append(f"{PREFIX}{field.upper()}{FILE}")
    return list(dict.fromkeys(names))


def read_settings(environ: Mapping[str, str], env_file: Path = Path(".env")) -> Settings:
    """Settings from the environment and, beneath it, `env_file` when there is one; an empty value is none.

    Raises SettingsError with every problem found.
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
        settings = Settings.model_validate(values)
    except ValidationError as error:
        problems += [_in_words(one["loc"], one["msg"]) for one in error.errors(include_url=False, include_input=False)]
    if problems:
        raise SettingsError(*problems)
    return settings


def _cleaned(text: str) -> str:
    """Without what editors, Windows and Docker leave around a value: spaces, CR, byte order mark, a pair of quotes."""
    text = text.strip().removeprefix("\ufeff").strip()
    return text[1:-1].strip() if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text


def _find_invisible(found: dict[str, str]) -> list[str]:
    """Takes values out of `found` that hold what nobody typed on purpose and no library expects."""
    problems = []
    for name, value in [*found.items()]:
        hidden = _hidden_in(value)
        if hidden is not None:
            del found[name]
            problems.append(f"{name} has a character that cannot be seen ({hidden}): type it again.")
    return problems


def _hidden_in(text: str) -> str | None:
    """The first control or format character, or byte that is not UTF-8, by its number."""
    hidden = next((one for one in text if category(one) in {"Cc", "Cf", "Cs"} and one not in "\n\r\t"), None)
    return None if hidden is None else f"U+{ord(hidden):04X}"


def _find_unknown(found: dict[str, str]) -> list[str]:
    """Takes unknown names out of `found` and says so."""
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
    """Values by field; a secret that came as a file is its text. Says what went wrong in `problems`."""
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
        elif field in Settings.model_fields:
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
                problems.append(f"{name} names {value}, which has a character that cannot be seen ({hidden}).")
                del values[secret]
    return values


def _why(error: OSError | UnicodeDecodeError) -> str:
    return "it is no text" if isinstance(error, UnicodeDecodeError) else (error.strerror or "it fails").lower()


def _read_env_file(env_file: Path) -> dict[str, str]:
    """What its lines set; raises SettingsError for one that sets nothing: an owner may be lost there."""
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


def _in_words(where: tuple[int | str, ...], message: str) -> str:
    """Pydantic's finding as a sentence that never holds the value of a secret."""
    own = message.removeprefix("Value error, ")
    if not where:
        return own
    name = f"{PREFIX}{str(where[0]).upper()}"
    if own != message:
        return f"{name} {own}."
    message = message.replace("Input should be", "must be")
    return f"{name} {message}." if message.startswith("must") else f"{name}: {message[:1].lower()}{message[1:]}."
