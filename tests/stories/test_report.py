"""`/report` is a picture that keeps each reader's last choice of colours."""

from io import BytesIO

from PIL import Image

from bot.sandbox.telegram.models import Message
from tests.app import TestApp
from tests.people import Member
from tests.stories.test_key_list import labels


def is_dark(app: TestApp, shown: Message) -> bool:
    """Whether a picture's corner is dark."""
    assert shown.photo_file_id is not None
    picture = Image.open(BytesIO(app.environment.world.file(shown.photo_file_id)))
    return picture.convert("L").tobytes()[0] < 64


async def test_the_report_is_a_picture_dark_or_light(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey hedge-btc")
    shown = await olga.says("/report")
    assert "Desk: 1 key. /expiring lists them." in shown.text
    assert not is_dark(app, shown)
    assert labels(shown) == ["Dark", "Refresh"]

    await olga.presses(shown, "Dark")
    assert is_dark(app, olga.again(shown))
    assert labels(olga.again(shown)) == ["Light", "Refresh"]
    assert is_dark(app, await olga.says("/report"))
