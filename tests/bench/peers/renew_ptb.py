"""python-telegram-bot on its own webhook, with an async ORM: `/renew <key> <code>`."""

from typing import Any

from telegram import Update
from telegram.ext import Application, CommandHandler, ContextTypes

from tests.bench.peers import orm
from tests.bench.peers.place import API, PATH, PORT, SECRET, TOKEN, URL


async def renew(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """`/renew trading-1 123456`."""
    if update.message is not None and update.effective_user is not None and context.args:
        name, code = context.args
        await update.message.reply_text(await orm.renew(update.effective_user.id, name, code))


async def _fill(_application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    await orm.fill()


if __name__ == "__main__":
    application = Application.builder().token(TOKEN).base_url(f"{API}/bot").post_init(_fill).build()
    application.add_handler(CommandHandler("renew", renew))
    application.run_webhook("127.0.0.1", PORT, PATH, webhook_url=URL, secret_token=SECRET)
