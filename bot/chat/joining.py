"""/start in a group, /start with a link, /enrol: how people and teams come in.

It must not know who may.
"""

from bot.chat.heard import Heard, Services
from bot.operations.members.claim_team import Claim
from storage.records import Content, Saying


async def start(services: Services, heard: Heard) -> bool:
    """In a group a claim; in private a greeting, or what the link leads to."""
    incoming = heard.incoming
    if not incoming.place.is_private:
        await services.claiming.claim(Claim(heard.sender, incoming.chat_title))
        return True
    if heard.words:
        token = heard.words[0]
        if await services.redeeming.redeem(heard.sender, token) is None:
            await services.desk.open(heard.sender, token)
        return True
    seen = await services.overview.whoami(heard.sender)
    sentence = "start-owner" if services.claiming.may_claim(heard.sender.user_id) else "start-stranger"
    if seen.memberships:
        sentence = "start-member" if seen.person.enrolled_at else "start-enrol"
    await services.speaker.reply(incoming.place, Content(Saying(sentence, {"name": seen.person.name})))
    return False


async def enrol(services: Services, heard: Heard) -> bool:
    """A second factor, in private only."""
    if not heard.incoming.place.is_private:
        await services.speaker.reply(heard.incoming.place, Content(Saying("only-in-private", {"command": "/enrol"})))
        return False
    await services.enrolling.begin(heard.sender)
    return True


async def added(services: Services, heard: Heard) -> bool:
    """The bot came into a group: it says what to do next."""
    is_new = heard.incoming.old_status in {"left", "kicked"} and heard.incoming.new_status in {
        "member",
        "administrator",
    }
    if is_new and not heard.incoming.place.is_private:
        await services.speaker.reply(heard.incoming.place, Content(Saying("hello-group")))
    return False
