"""Renew a person's recovery codes: the old ones are void, and eight new ones are shown once."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.operations.model.button_data import typed
from bot.operations.model.notifications import button, who
from bot.operations.model.operation import Actor, Operation, PartOutcome, Prepared, Recorded, Request
from bot.rules.one_time_code import RECOVERY_CODES, new_recovery_codes
from bot.rules.verdict import Allowed, Verdict
from storage.records import Action, Message, MessageContent, Ticket
from storage.work import Work


def replace_codes(work: Work, user_id: int, sentence: str) -> Message:
    """Make the old codes void and return the sentence that shows the new ones. It is a secret."""
    codes = new_recovery_codes()
    work.people.replace_recovery_codes(user_id, codes)
    return Message(sentence, {"codes": [Message("recovery-code", {"code": code}) for code in codes]})


def tell_left(work: Work, user_id: int, now: datetime) -> None:
    """Say after a recovery code was used how many are left, and what to do about a lost phone."""
    left = work.people.count_recovery_codes(user_id)
    ways = [
        [button("button-change-phone", typed("settings phone"))],
        [button("button-new-codes", typed("settings recovery"))],
    ]
    content = MessageContent(Message("recovery-code-spent", {"left": left, "of": RECOVERY_CODES}), ways)
    work.outbox.say(content, user_id, user_id=user_id, due_at=now)


def _prepare(work: Work, actor: Actor, _: Request) -> Prepared:
    left = work.people.count_recovery_codes(actor.person.user_id)
    return Prepared(payload={}, plan=Message("plan-recovery", {"left": left}))


def _check(_: Work, __: Actor, ___: Mapping[str, object]) -> Verdict:
    return Allowed()


def _record(work: Work, ticket: Ticket, _: Sequence[PartOutcome], now: datetime) -> Recorded:
    person = work.people.get(ticket.user_id)
    if person.email is not None:
        # Another person may have the Telegram account.
        letter = MessageContent(Message("news_by_mail", {"text": Message("own-codes-renewed", {"who": who(person)})}))
        work.outbox.mail(letter, person.email, user_id=person.user_id, due_at=now)
    secret = replace_codes(work, ticket.user_id, "recovery-codes-new")
    return Recorded(Message("result-recovery", {"count": RECOVERY_CODES}), secrets=[secret])


def _is_again(_: Mapping[str, object], __: Mapping[str, object]) -> bool:
    return True


RENEW_RECOVERY = Operation(
    action=Action.PERSON_RECOVERY, prepare=_prepare, check=_check, record=_record, supersedes=_is_again
)
