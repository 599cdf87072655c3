"""The bare bot of the baseline: python-telegram-bot, its own webhook, one line sent back."""

from telegram import Update
from telegram.ext import Application, CommandHandler, ContextTypes

from tests.bench.peers.place import API, PATH, PORT, SECRET, TOKEN, URL


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """`/echo hello there`."""
    if update.message is not None:
        await update.message.reply_text(" ".join(context.args or ()))


if __name__ == "__main__":
    application = Application.builder().token(TOKEN).base_url(f"{API}/bot").build()
    application.add_handler(CommandHandler("echo", echo))
    application.run_webhook("127.0.0.1", PORT, PATH, webhook_url=URL, secret_token=SECRET)
