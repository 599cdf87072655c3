"""Progress of e-mails."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from storage.database import Database
from storage.emails import EmailProgress
from storage.records import Message, MessageContent, Notice
from storage.work import Work
from tests.storage.examples import MAX, NOW, OLGA, found

TICKET = UUID(int=7)
LETTER = MessageContent(Message("confirm_ticket", {"who": "Olga"}))
LATER = datetime.now(UTC) + timedelta(hours=1)


def _mail(work: Work, user_id: int = OLGA) -> None:
    work.outbox.mail(LETTER, f"{user_id}@example.org", due_at=NOW, user_id=user_id, about_id=TICKET)


def _take(work: Work) -> Notice:
    real_now = datetime.now(UTC)
    (notice,) = work.deliveries.lease_due(NOW, real_now, real_now + timedelta(seconds=60), 10)
    return notice


async def test_the_progress_of_an_email_is_known_to_its_ticket(database: Database) -> None:
    def body(work: Work) -> list[EmailProgress]:
        found(work)
        seen = [work.emails.progress_of(TICKET, OLGA)]
        _mail(work)
        seen.append(work.emails.progress_of(TICKET, OLGA))
        letter = _take(work)
        assert work.emails.find_subject(letter.id) == TICKET
        work.deliveries.put_off(letter.id, LATER)
        seen.append(work.emails.progress_of(TICKET, OLGA))
        assert work.emails.count_put_off() == 1
        assert work.emails.progress_of(TICKET, MAX) is EmailProgress.SENT, "only copies go to others"
        work.deliveries.delivered(letter, None, NOW)
        seen.append(work.emails.progress_of(TICKET, OLGA))
        assert work.emails.count_put_off() == 0
        _mail(work)
        work.deliveries.give_up(_take(work).id, "550")
        return [*seen, work.emails.progress_of(TICKET, OLGA)]

    assert await database.write(body) == [
        EmailProgress.SENT,
        EmailProgress.SENDING,
        EmailProgress.PUT_OFF,
        EmailProgress.SENT,
        EmailProgress.REFUSED,
    ]


async def test_refused_emails_count_until_one_goes_out(database: Database) -> None:
    def body(work: Work) -> list[int]:
        found(work)
        counts = []
        for is_taken in (False, False, True, False):
            _mail(work)
            letter = _take(work)
            if is_taken:
                work.deliveries.delivered(letter, None, NOW)
            else:
                work.deliveries.give_up(letter.id, "550")
            counts.append(len(work.emails.list_refused(9)))
        return counts

    assert await database.write(body) == [1, 2, 0, 1]
