"""The menus of commands in each chat of each member, and what Telegram was given for them."""

from sqlalchemy import bindparam, select, update

from storage.records import MenuPlace
from storage.statement import Statement
from storage.tables import menus
from storage.transaction import Transaction

_WHICH = menus.c.chat_id == bindparam("chat"), menus.c.user_id == bindparam("who")
_IS_DUE = menus.c.given.is_(None)
_ADD = Statement(menus.insert())
_ASK = Statement(update(menus).where(*_WHICH).values(given=None))
_ASK_CHAT = Statement(update(menus).where(menus.c.chat_id == bindparam("chat")).values(given=None))
_ASK_OTHERS = Statement(update(menus).where(menus.c.given != bindparam("edition")).values(given=None))
_LIST_DUE = Statement(
    select(menus.c.chat_id, menus.c.user_id)
    .where(_IS_DUE)
    .order_by(menus.c.chat_id, menus.c.user_id)
    .limit(bindparam("most"))
)
_NOTE = Statement(update(menus).where(*_WHICH).values(given=bindparam("edition")), wakes=False)


class Menus:
    """Which menus are to be written. An edition names the commands of all roles in one version of the bot."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def ask(self, chat_id: int, user_id: int) -> None:
        """Have the person's menu in this chat written again."""
        if _ASK.run(self._transaction, chat=chat_id, who=user_id) == 0:
            _ADD.run(self._transaction, chat_id=chat_id, user_id=user_id, given=None)

    def ask_chat(self, chat_id: int) -> None:
        """Have the menus of everybody in this chat written again."""
        _ASK_CHAT.run(self._transaction, chat=chat_id)

    def ask_all_but(self, edition: str) -> int:
        """Have the menus of other editions written again. Return how many there are."""
        return _ASK_OTHERS.run(self._transaction, edition=edition)

    def list_due(self, limit: int) -> list[MenuPlace]:
        """List places with a menu to be written."""
        return [(row.chat_id, row.user_id) for row in _LIST_DUE.rows(self._transaction, most=limit)]

    def note(self, place: MenuPlace, edition: str) -> None:
        """Keep that Telegram has this edition of the menu, or refuses it."""
        _NOTE.run(self._transaction, chat=place[0], who=place[1], edition=edition)
