"""The head of the trail reaches every owner with a verified e-mail, every morning, also without a digest."""

from dataclasses import replace
from datetime import timedelta

from bot.jobs.mail_audit_heads import MailAuditHeads
from storage.records import Action, Role
from tests.operations.office import MAX, OLGA, VERA, Office

DAY = timedelta(days=1)


async def heads(office: Office, after: timedelta = timedelta()) -> list[tuple[str, str]]:
    """Address and head of each letter that comes after this time."""
    office.watch.moment += after
    while (await MailAuditHeads(office.database, office.watch).run()).did:
        pass
    office.letters.clear()
    await office.told()
    return [(to, str(one.args["head"])) for to, one in office.letters if one.sentence == "audit_head"]


async def head(office: Office) -> str:
    sequence, digest = await office.database.read(lambda work: work.audit.head(office.team.id))
    return f"{sequence}:{digest}"


async def test_owners_get_the_head_every_morning_also_without_a_digest(office: Office) -> None:
    await office.has(MAX, Role.OPERATOR)
    await office.does(OLGA, Action.KEY_CREATE, "grid")
    await office.does(OLGA, Action.ALERTS_DIGEST, "digest", "off")
    assert await heads(office) == [], "a new team waits for its first morning"
    assert await heads(office, DAY) == [("olga@example.org", await head(office))]
    assert await heads(office, timedelta(hours=20)) == []
    await office.does(OLGA, Action.KEY_RENEW, "grid")
    assert await heads(office, timedelta(hours=4)) == [("olga@example.org", await head(office))]


async def test_an_owner_without_an_email_gets_none_and_one_that_waits_is_replaced(office: Office) -> None:
    await office.has(VERA, Role.OWNER)
    vera = await office.database.read(lambda work: work.people.get(VERA))
    await office.database.write(lambda work: work.people.save(replace(vera, email=None, email_verified_at=None)))
    await heads(office)
    office.watch.moment += DAY
    await MailAuditHeads(office.database, office.watch).run()
    await office.does(OLGA, Action.KEY_CREATE, "grid")
    office.letters.clear()
    assert [to for to, _ in await heads(office, DAY)] == ["olga@example.org"]
