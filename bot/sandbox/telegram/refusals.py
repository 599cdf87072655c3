"""Refusals of the sandbox's Telegram: to the bot, in the real server's words, and to a person.

ApiRefusal      the bot's call is answered with ok: false
Impossible      a person tried what no Telegram app would let them do
"""

from bot.sandbox.telegram.models import Json


class ApiRefusal(Exception):
    """A Bot API error answer."""

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters or {}

    def payload(self) -> Json:
        """The answer as the server words it."""
        answer: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


class Impossible(Exception):
    """No Telegram app would let a person do this."""


def bad_request(what: str, parameters: Json | None = None) -> ApiRefusal:
    """400 in the server's usual form."""
    return ApiRefusal(400, f"Bad Request: {what}", parameters)


def forbidden(what: str) -> ApiRefusal:
    """403 in the server's usual form."""
    return ApiRefusal(403, f"Forbidden: {what}")


def conflict(what: str) -> ApiRefusal:
    """409 in the server's usual form."""
    return ApiRefusal(409, f"Conflict: {what}")
