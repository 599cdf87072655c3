"""Errors of handing an e-mail over.

MailError
├── MailRefused       the server will never take this e-mail
└── MailUnreachable   no server, no access or no room at the moment: try again
"""


class MailError(Exception):
    """An e-mail was not handed over."""


class MailRefused(MailError):
    """The server refused this e-mail or this address for good."""


class MailUnreachable(MailError):
    """The e-mail may be tried again later."""
