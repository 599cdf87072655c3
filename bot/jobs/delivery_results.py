"""Record how the delivery of a notice ended."""

from datetime import datetime, timedelta

from bot.clock import back_off
from bot.jobs.delivery import ChatMigrated, Delivered, Delivery, Rejected, RetryLater, Unreachable
from bot.operations.alerts.other_ends import forget_refused_email, note_refused_email
from bot.operations.chats.migration import follow_chat
from bot.operations.chats.unreachable import mark_reachable, reroute, tell_otherwise
from bot.operations.ticket.emails import show_progress
from storage.records import Channel, Message, MessageContent, Notice
from storage.work import Work

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 300.0
_FIRST_LOOK, _LONGEST_LOOK = 60.0, 3600.0


def settle(work: Work, notice: Notice, delivery: Delivery, now: datetime) -> bool:
    """Record the result. True: it was delivered and not rewritten since.

    A notice that was rewritten in between was neither delivered nor refused, and goes on waiting.
    """
    match delivery:
        case Delivered(message_id):
            return _deliver(work, notice, message_id, now)
        case RetryLater(after=after):
            _put_off(work, notice, _pause_of(notice) if after is None else after, now)
        case ChatMigrated(new_chat_id):
            _move(work, notice, new_chat_id, now)
        case _ if work.deliveries.is_changed(notice):
            pass
        case Rejected(why):
            _give_up(work, notice, why, now)
        case Unreachable(why):
            reroute(work, notice, why, now, work.real_now() + _long_pause_of(notice))
    return False


def _deliver(work: Work, notice: Notice, message_id: int | None, now: datetime) -> bool:
    is_over = work.deliveries.delivered(notice, message_id, now)
    is_edit = notice.card is not None and notice.card.is_sent
    if notice.channel is Channel.SAY and notice.chat_id is not None and not is_edit:
        mark_reachable(work, notice.chat_id, notice.topic_id, now)
    if notice.channel is Channel.MAIL:
        show_progress(work, notice, now)
        _note_email(work, notice, None)
    return is_over


def _put_off(work: Work, notice: Notice, pause: timedelta, now: datetime) -> None:
    work.deliveries.put_off(notice.id, work.real_now() + pause)
    if notice.channel is Channel.MAIL and notice.attempts == 0:
        show_progress(work, notice, now)


def _give_up(work: Work, notice: Notice, why: str, now: datetime) -> None:
    """Give a notice up: a message takes another way, and the person of an e-mail is informed."""
    work.deliveries.give_up(notice.id, why)
    if notice.channel is Channel.SAY and not notice.is_held:
        tell_otherwise(work, notice, now)
    if notice.channel is Channel.MAIL and notice.user_id is not None and notice.to_email is not None:
        told = MessageContent(Message("letter-refused", {"email": notice.to_email}))
        work.outbox.say(told, notice.user_id, user_id=notice.user_id, due_at=now)
        show_progress(work, notice, now)
        _note_email(work, notice, now)


def _note_email(work: Work, notice: Notice, refused_at: datetime | None) -> None:
    """Note whether the mail server takes e-mail to a person's verified address."""
    person = None if notice.user_id is None else work.people.find(notice.user_id)
    if person is None or person.email is None or person.email != notice.to_email:
        return
    if refused_at is None:
        forget_refused_email(work, person.user_id)
    else:
        note_refused_email(work, person.user_id, refused_at)


def _move(work: Work, notice: Notice, new_chat_id: int, now: datetime) -> None:
    work.deliveries.put_off(notice.id, work.real_now())
    if notice.chat_id is not None:
        follow_chat(work, notice.chat_id, new_chat_id, now)


def _pause_of(notice: Notice) -> timedelta:
    return timedelta(seconds=back_off(notice.attempts + 1, _FIRST_PAUSE, _LONGEST_PAUSE))


def _long_pause_of(notice: Notice) -> timedelta:
    """Return the pause before a refusing chat is asked again.

    It is ignored once the chat shows that it takes messages.
    """
    return timedelta(seconds=back_off(notice.attempts + 1, _FIRST_LOOK, _LONGEST_LOOK))
