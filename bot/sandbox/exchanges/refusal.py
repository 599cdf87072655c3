"""An exchange's refusal, as an exception."""

from collections.abc import Mapping


class Refusal(Exception):
    """Refused with the exchange's own code. Without a message, the code's usual one is sent."""

    def __init__(self, code: int, message: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.headers: Mapping[str, str] = {}
