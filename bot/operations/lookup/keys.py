"""Find the keys of a command, and turn an exchange's answer into our record and a line of text."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from bot.operations.lookup.accounts import is_by_hand, makes_keys
from bot.operations.model.button_data import Choice, CommandPress, InsteadPress, typed
from bot.operations.model.operation import Actor, Question, Subject
from bot.rules.exchange_terms import TERMS
from bot.rules.key_lookup import Several, count_names, find_key, find_keys, list_nearest
from bot.rules.key_mark import key_mark
from bot.rules.key_sheet import TrackedKey
from bot.rules.key_terms import is_expired
from bot.rules.pages import PAGE_SIZE
from bot.rules.verdict import Reason, Refused
from storage.records import Account, AccountKind, Action, Arg, Key, Message
from storage.work import Work


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key in a list. It is shown as we know it, and is as urgent as its exchange says."""

    key: Key
    account: Account
    judged: Key
    """The key with the earlier of our expiry and the exchange's, for its order and mark."""

    @property
    def number(self) -> int:
        """Its number in the team."""
        return self.key.number


def named_keys(
    work: Work, actor: Actor, names: Iterable[str], *, among: Sequence[str] = (), command: str = ""
) -> list[Key] | Refused | Question:
    """Return the named keys, each once, in the given order.

    If several keys have a name, or only a similar one, it is asked which one is meant. The answer replaces the name
    `among` the command's words, or follows the `command`.
    """
    keys, names = team_keys(work, actor), list(names)
    match found := find_keys(names, keys):
        case Several(name, meant):
            choices = _choices_for(work, name, meant, among, command)
            return Question(Message("ask-which-of-several", {"name": name[:50]}), choices)
        case Refused():
            unknown = next(name for name in names if find_key(name, keys) == found)
            nearest = list_nearest(unknown, keys)
            near = [key for key in keys if key.remark in nearest]
            choices = _choices_for(work, unknown, near, among, command)
            return Question(found.as_saying(), choices, refused=found) if choices else found
    return list(found)


def _choices_for(
    work: Work, name: str, keys: Sequence[Key], among: Sequence[str], command: str
) -> list[tuple[Message, Choice]]:
    """Offer keys in place of a name. No choices where the command could not go on."""
    if not keys or not (command or name in among):
        return []
    choices = _choices(work, keys, command)
    if name not in among:
        return list(choices)
    return [(label, InsteadPress(among.index(name), press.words[-1])) for label, press in choices]


def keys_before_ips(
    work: Work, actor: Actor, words: Sequence[str]
) -> tuple[list[Key], Sequence[str]] | Refused | Question:
    """Return the keys that the first words name, each once, and the other words. At least one word."""
    count = count_names(words, team_keys(work, actor))
    keys = named_keys(work, actor, words[:count], among=words)
    return (keys, words[count:]) if isinstance(keys, list) else keys


def set_apart(work: Work, keys: Sequence[Key], action: Action) -> tuple[list[Key], list[Key]]:
    """Split keys into those changed under one code and the others.

    People change some keys on the exchange's page. Together with keys that the bot changes they would delay these.
    """
    by_hand = [key for key in keys if is_by_hand(work.accounts.get(key.account_id), action)]
    ours = [key for key in keys if key not in by_hand]
    return (ours, by_hand) if ours else (by_hand, [])


def named_key(work: Work, actor: Actor, words: Sequence[str], command: str) -> Key | Refused | Question:
    """Return the one key that a command's first word names. Without words it is asked which."""
    if not words:
        return which_key(work, actor, command)
    keys = named_keys(work, actor, words[:1], among=words)
    return keys[0] if isinstance(keys, list) else keys


def _choices(work: Work, keys: Sequence[Key], command: str) -> list[tuple[Message, CommandPress]]:
    """Return one choice each, with the account's name where the keys are in several accounts."""
    is_apart = len({key.account_id for key in keys}) > 1
    accounts = work.accounts.by_id(keys[0].team_id) if is_apart else {}
    choices = []
    for key in keys:
        account = accounts[key.account_id].name if is_apart else None
        args: dict[str, Arg] = {"key": key.remark, "number": key.number, "account": account}
        choices.append((Message("choice-key", args), typed(f"{command} {key.number}")))
    return choices


def display_name(work: Work, key: Key) -> str:
    """Name of a key, with its account where the team has another key of that name."""
    is_alone = work.keys.count_called(key.team_id, key.remark) < 2
    return key.remark if is_alone else f"{key.remark} ({work.accounts.get(key.account_id).name})"


def team_keys(work: Work, actor: Actor) -> list[Key]:
    """The team's keys, by number."""
    return work.keys.list_of_team(actor.the_team.id)


def offered_keys(work: Work, actor: Actor, action: Action) -> list[Key] | Refused:
    """Keys for which an action makes sense, by number. Refused without any key."""
    keys = team_keys(work, actor)
    if not keys:
        return Refused(Reason.KEYS_NONE)
    match action:
        case Action.KEY_RENEW:
            return [key for key in keys if not key.ips] or keys
        case Action.KEY_UNBIND:
            return [key for key in keys if key.ips] or Refused(Reason.KEYS_NONE_BOUND)
    return keys


def which_key(work: Work, actor: Actor, command: str, keys: Sequence[Key] | None = None) -> Question | Refused:
    """Ask which key, with a button for each of the first ten. Chat shows a list of all before it asks the desk."""
    offered = team_keys(work, actor) if keys is None else keys
    if not offered:
        return Refused(Reason.KEYS_NONE)
    return Question(Message("ask-which-key", {"command": command}), _choices(work, offered[:PAGE_SIZE], command))


def list_shown_to(work: Work, keys: Iterable[Key], user_id: int) -> list[Key]:
    """List those of these keys that the bot made for this person, so that they were shown the secret."""
    own = [key for key in keys if key.made_by == user_id]
    accounts = {account_id: work.accounts.get(account_id) for account_id in {key.account_id for key in own}}
    return [key for key in own if makes_keys(accounts[key.account_id])]


def payload_key(work: Work, payload: Mapping[str, object]) -> Key | Refused:
    """Return the current key of a payload. Refused if it can withdraw by now, which takes more proofs."""
    keys = asked_keys(work, payload)
    return keys if isinstance(keys, Refused) else keys[0]


def asked_keys(work: Work, payload: Mapping[str, object]) -> list[Key] | Refused:
    """Return the current keys of a payload. Refused if one can withdraw by now, which takes more proofs."""
    keys = payload_keys(work, payload)
    if isinstance(keys, Refused) or payload.get("withdraw"):
        return keys
    grown = next((key for key in keys if key.withdraw), None)
    return keys if grown is None else Refused(Reason.KEY_CHANGED, {"key": grown.remark})


def payload_keys(work: Work, payload: Mapping[str, object]) -> list[Key] | Refused:
    """Return the current keys of a payload. Refused if one was deleted."""
    found = []
    for identifier, remark in zip(words_of(payload, "key_ids"), words_of(payload, "remarks"), strict=True):
        key = work.keys.find(UUID(identifier))
        if key is None:
            return Refused(Reason.KEY_CHANGED, {"key": remark})
        found.append(key)
    return found


def key_payload(keys: Sequence[Key]) -> dict[str, object]:
    """Part of a payload that names its keys."""
    return {
        "key_ids": [str(key.id) for key in keys],
        "remarks": [key.remark for key in keys],
        "withdraw": any(key.withdraw for key in keys),
    }


def words_of(payload: Mapping[str, object], name: str) -> list[str]:
    """List of strings in a payload."""
    value = payload[name]
    if not isinstance(value, list):
        raise TypeError(f"{name} is not a list")
    return [str(item) for item in value]


def permissions_of(account: Account, key: Key) -> list[str] | str:
    """What a key may do. Empty: only read. `unknown`: a tracked key with unstated rights."""
    if account.kind is AccountKind.BY_HAND:
        return "unknown"
    return [name for name, has in (("trade", key.trade), ("withdraw", key.withdraw)) if has]


def secret_saying(key: Key, key_secret: str) -> Message:
    """The only message that contains a secret."""
    return Message("key-secret", {"key": key.remark, "access_id": key.access_id, "secret": key_secret})


def expiry_text(key: Key | TrackedKey, now: datetime) -> Message:
    """When a key expires or expired: a time, never, or unknown."""
    if key.expires_at is not None:
        return Message("key-ended-at" if is_expired(key.expires_at, now) else "key-ends-at", {"at": key.expires_at})
    return Message("key-ends-never" if key.ips or key.never_expires else "key-ends-unknown")


def due_text(key: Key, now: datetime) -> Message:
    """How much time a key has left, with the date."""
    return Message("key-due", left_args(key, now))


def left_args(key: Key, now: datetime) -> dict[str, Arg]:
    """Arguments of `key-left` and `key-due`, and of a sentence that contains one of them."""
    left = "never" if key.ips or key.never_expires else "unknown"
    if key.expires_at is not None:
        left = "ended" if is_expired(key.expires_at, now) else "until"
    return {"left": left, "at": key.expires_at}


def mark_text(key: Key, now: datetime) -> Message:
    """The mark of a key's state."""
    return Message("key-mark", {"state": key_mark(key, now).value})


def duration_text(time: timedelta) -> Message:
    """A duration in the largest unit that makes it a whole number."""
    for unit, sentence in ((timedelta(days=1), "span-days"), (timedelta(hours=1), "span-hours")):
        if time % unit == timedelta():
            return Message(sentence, {"count": time // unit})
    return Message("span-minutes", {"count": time // timedelta(minutes=1)})


def gone_there(subject: Subject) -> Refused:
    """Refuse a listed key that vanished from its exchange, with its name and what to do."""
    terms = TERMS.get(subject.the_account.kind)
    return Refused(Reason.KEY_GONE_THERE, {"exchange": terms.name if terms else None, "number": subject.the_key.number})


def failed_line(remark: str, refused: Refused) -> Message:
    """Line for a failed part, with the reason."""
    return Message("part-failed", {"key": remark, "why": refused.as_saying()})
