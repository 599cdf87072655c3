"""Inline keyboards of the bot: checked, or refused in the server's words."""

from typing import cast
from urllib.parse import urlsplit

from bot.sandbox.telegram.models import Json
from bot.sandbox.telegram.refusals import bad_request

ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
STYLES = {"", "danger", "success", "primary"}


def read_keyboard(markup: Json, *, is_private: bool) -> list[list[Json]]:
    """The rows of an inline keyboard. Empty for any other markup. Raises ApiRefusal."""
    if "inline_keyboard" not in markup:
        return []
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    keyboard = [[_read_button(button, is_private=is_private) for button in row] for row in rows]
    if sum(len(row) for row in keyboard) > 100:
        raise bad_request("reply markup is too long")
    return [row for row in keyboard if row]


def _read_button(given: object, *, is_private: bool) -> Json:
    if not isinstance(given, dict):
        raise _cannot_parse("InlineKeyboardButton must be an Object")
    button = cast("Json", given)
    if not isinstance(button.get("text"), str):
        raise _cannot_parse('Can\'t find field "text"')
    if not str(button["text"]).strip():
        raise bad_request("BUTTON_TEXT_INVALID")
    if str(button.get("style") or "") not in STYLES:
        raise _cannot_parse("Invalid button style specified")
    action = next((name for name in ACTIONS if button.get(name)), "")
    if not action:
        raise _cannot_parse("Text buttons are unallowed in the inline keyboard")
    _check_action(action, button, is_private=is_private)
    return {name: value for name, value in button.items() if name not in ACTIONS or name == action}


def _check_action(action: str, button: Json, *, is_private: bool) -> None:
    if action == "callback_data" and len(str(button[action]).encode()) > 64:
        raise bad_request("BUTTON_DATA_INVALID")
    if action == "url" and not _is_link(str(button[action])):
        raise bad_request(f"inline keyboard button URL '{button[action]}' is invalid: Wrong HTTP URL")
    if action == "web_app":
        if not is_private:
            raise bad_request("BUTTON_TYPE_INVALID")
        address = cast("Json", button[action]).get("url")
        if urlsplit(str(address)).scheme != "https":
            raise bad_request(
                f"inline keyboard button Web App URL '{address}' is invalid: Only HTTPS links are allowed"
            )
    if action == "copy_text":
        copied = str(cast("Json", button[action]).get("text") or "")
        if not 1 <= len(copied) <= 256:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _is_link(url: str) -> bool:
    address = urlsplit(url)
    if address.scheme in {"tg", "ton"}:
        return bool(address.netloc)
    # A host without a dot, such as localhost, is not a link to Telegram.
    return address.scheme in {"http", "https"} and "." in (address.hostname or "") and " " not in url


def _cannot_parse(why: str) -> Exception:
    return bad_request(f"can't parse inline keyboard button: {why}")
