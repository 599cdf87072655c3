"""aiogram on aiohttp's webhook, with an async ORM: `/renew <key> <code>`."""

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command, CommandObject
from aiogram.types import Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web

from tests.bench.peers import orm
from tests.bench.peers.place import API, PATH, PORT, SECRET, TOKEN, URL

dispatcher = Dispatcher()


@dispatcher.message(Command("renew"))
async def renew(message: Message, command: CommandObject) -> None:
    """`/renew trading-1 123456`."""
    if message.from_user is not None and command.args is not None:
        name, code = command.args.split()
        await message.reply(await orm.renew(message.from_user.id, name, code))


@dispatcher.startup()
async def start(bot: Bot) -> None:
    """Fill the database, and ask for updates."""
    await orm.fill()
    await bot.set_webhook(URL, secret_token=SECRET)


if __name__ == "__main__":
    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(API)))
    app = web.Application()
    SimpleRequestHandler(dispatcher, bot, secret_token=SECRET).register(app, path=f"/{PATH}")
    setup_application(app, dispatcher, bot=bot)
    web.run_app(app, host="127.0.0.1", port=PORT, print=None)
