"""Turn a document into the text of a sheet, or into the sentence that says what to send instead."""

import asyncio
from dataclasses import replace

import structlog

from bot.chat.context import Services
from bot.chat.guarded import ask, tell_press
from bot.chat.telegram.activity import Activity
from bot.chat.telegram.client import Unsayable
from bot.chat.telegram.files import Document
from bot.chat.telegram.incoming import Incoming
from bot.chat.whitelist import show_whitelist
from bot.rules.key_sheet import names_keys
from bot.rules.sheet_text import SIZE_LIMIT, SheetText, read_text
from bot.rules.verdict import Reason, Refused
from storage.records import Action, Message, MessageContent

log = structlog.get_logger(__name__)

PATIENCE_SECONDS = 1.0
"""Real seconds. Most files arrive sooner."""


async def track(services: Services, incoming: Incoming) -> bool:
    """`/track`, typed, or with a CSV."""
    document = _meant(incoming)
    if document is None:
        return await ask(services, incoming, Action.KEY_TRACK)
    return await _ask_with(services, incoming, document, Action.KEY_TRACK)


async def whitelist(services: Services, incoming: Incoming) -> bool:
    """`/whitelist`: the list, or an import if the command has a CSV."""
    document, word = _meant(incoming), incoming.words[0].lower() if incoming.words else ""
    if document is None or word == "export":
        return await show_whitelist(services, incoming)
    if word == "import":
        return await _ask_with(services, incoming.drop_first(), document, Action.WHITELIST_IMPORT)
    return await _ask_with(services, incoming, document, Action.WHITELIST_ADD)


def _meant(incoming: Incoming) -> Document | None:
    """Return the file with the command as its caption, or the sender's file that the command replies to."""
    reply_to = incoming.reply_to
    return incoming.document or (reply_to.own_document if reply_to is not None else None)


def _answering_the_file(incoming: Incoming) -> Incoming:
    """The same command as a reply to the file, so that a button below the answer finds the file again."""
    if incoming.document is not None or incoming.reply_to is None:
        return incoming
    place = replace(incoming.place, message_id=incoming.reply_to.message_id)
    return replace(incoming, place=place)


async def without_caption(services: Services, incoming: Incoming, document: Document) -> bool:
    """Handle a CSV in private, or as a reply to the bot, by its columns."""
    may = [await services.desk.may_ask(one, incoming) for one in (Action.WHITELIST_ADD, Action.KEY_TRACK)]
    if not any(may):
        return await ask(services, incoming, Action.WHITELIST_ADD)
    sheet = await _fetched(services, incoming, document)
    if sheet is None:
        return False
    action, word = (Action.KEY_TRACK, "track") if names_keys(sheet.text) else (Action.WHITELIST_ADD, "whitelist")
    # A question below it stores these words, so that a choice is added to a command.
    return await ask(services, replace(incoming, command=word, said=f"/{word}"), action, sheet=sheet)


async def pressed_accept(services: Services, incoming: Incoming) -> bool:
    """[Accept all] below a returned sheet: ask with the file in that message."""
    sheet = await _fetch_offered(services, incoming)
    if isinstance(sheet, Message):
        await services.sender.answer(incoming.query_id, sheet, alert=True)
        return False
    await tell_press(services, incoming, await services.accepting.accept(incoming, sheet))
    return True


async def _fetch_offered(services: Services, incoming: Incoming) -> SheetText | Message:
    """Download the sheet in the message with the button, or say why the presser cannot have it."""
    refused = await services.accepting.refuse(incoming)
    if refused is not None:
        return refused.as_saying()
    document = incoming.pressed_document
    return await fetch_sheet(services, document) if document is not None else Message("offer-too-old")


async def _ask_with(services: Services, incoming: Incoming, document: Document, action: Action) -> bool:
    """Ask with a document. It is downloaded only for a sender who may ask.

    Otherwise the desk says why not, or asks for the team.
    """
    incoming = _answering_the_file(incoming)
    if not await services.desk.may_ask(action, incoming):
        return await ask(services, incoming, action)
    if incoming.album and (action is Action.WHITELIST_IMPORT or not incoming.place.is_private):
        await services.sender.reply(
            incoming.place, MessageContent(Message("upload-album", {"name": document.file_name}))
        )
    sheet = await _fetched(services, incoming, document)
    return await ask(services, incoming, action, sheet=sheet) if sheet is not None else False


async def _fetched(services: Services, incoming: Incoming, document: Document) -> SheetText | None:
    """Return the sheet. None if the sender was asked to send something else."""
    async with services.at_work(incoming.place, Activity.TYPING):
        sheet = await _fetch_patiently(services, incoming, document)
    if isinstance(sheet, Message):
        await services.sender.reply(incoming.place, MessageContent(sheet))
        return None
    return sheet


async def _fetch_patiently(services: Services, incoming: Incoming, document: Document) -> SheetText | Message:
    """Do the same as `fetch_sheet`, and report progress if it takes over a second."""
    fetching = asyncio.ensure_future(fetch_sheet(services, document))
    try:
        done, _ = await asyncio.wait({fetching}, timeout=PATIENCE_SECONDS)
        if done:
            return fetching.result()
        place = incoming.place
        reading = MessageContent(Message("upload-reading", {"name": document.file_name}))
        message_id = await services.sender.reply(place, reading)
        await asyncio.wait({fetching})
        await services.sender.delete(place.chat_id, message_id)
        return fetching.result()
    finally:
        fetching.cancel()


async def fetch_sheet(services: Services, document: Document) -> SheetText | Message:
    """Return the sheet in a document, or the sentence that says what to send instead."""
    if not document.file_name.lower().endswith(".csv"):
        return Message("upload-not-csv", {"name": document.file_name or None})
    if document.size > SIZE_LIMIT:
        return Refused(Reason.FILE_TOO_LARGE).as_saying()
    try:
        content = await services.fetch_file(document.file_id)
    except Unsayable as error:
        log.info("file_refused", why=str(error))
        return Message("upload-refused")
    sheet = read_text(content)
    return sheet.as_saying() if isinstance(sheet, Refused) else sheet
