"""A document becomes the text of a sheet, or the sentence that says what to send instead.

It must not know what a row means.
"""

from bot.chat.asking import ask
from bot.chat.heard import Heard, Services
from bot.chat.incoming import Document
from bot.rules.sheet_text import SIZE_LIMIT, SheetText, read_text
from bot.rules.verdict import Reason, Refused
from storage.records import Action, Content, Saying


async def track(services: Services, heard: Heard) -> bool:
    """`/track`, typed, or as the caption of a CSV."""
    document = heard.incoming.document
    if document is None:
        return await ask(services, heard, Action.KEY_TRACK)
    sheet = await fetch_sheet(services, document)
    if isinstance(sheet, Saying):
        await services.speaker.reply(heard.incoming.place, Content(sheet))
        return False
    if sheet.is_guess:
        await services.speaker.reply(heard.incoming.place, Content(Saying("upload-guessed")))
    return await ask(services, heard, Action.KEY_TRACK, sheet=sheet.text)


async def fetch_sheet(services: Services, document: Document) -> SheetText | Saying:
    """The sheet that a document holds, or the sentence that says what to send instead."""
    if not document.file_name.lower().endswith(".csv"):
        return Saying("upload-not-csv", {"name": document.file_name})
    if document.size > SIZE_LIMIT:
        return Refused(Reason.FILE_TOO_LARGE).as_saying()
    sheet = read_text(await services.fetch_file(document.file_id))
    return sheet.as_saying() if isinstance(sheet, Refused) else sheet
