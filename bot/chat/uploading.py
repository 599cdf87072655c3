"""A document becomes the text of a sheet, or the sentence that says what to send instead.

It must not know what a row means.
"""

from bot.chat.asking import ask
from bot.chat.heard import Heard, Services
from storage.records import Action, Content, Saying

SIZE_LIMIT = 1_000_000
"""Bytes; far above the largest sheet that is taken."""


async def track(services: Services, heard: Heard) -> bool:
    """`/track`, typed, or as the caption of a CSV."""
    document = heard.incoming.document
    if document is None:
        return await ask(services, heard, Action.KEY_TRACK)
    if not document.file_name.lower().endswith(".csv"):
        return await _refuse(services, heard, Saying("upload-not-csv", {"name": document.file_name}))
    if document.size > SIZE_LIMIT:
        return await _refuse(services, heard, Saying("upload-too-large", {"name": document.file_name}))
    data = await services.fetch_file(document.file_id)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return await _refuse(services, heard, Saying("upload-not-utf8", {"name": document.file_name}))
    return await ask(services, heard, Action.KEY_TRACK, sheet=text)


async def _refuse(services: Services, heard: Heard, saying: Saying) -> bool:
    await services.speaker.reply(heard.incoming.place, Content(saying))
    return False
