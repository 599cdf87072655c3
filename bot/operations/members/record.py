"""What a person did in a team: which secrets they may still have, and what the owners can do about it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from bot.operations.lookup.keys import display_name, list_shown_to
from bot.operations.model.button_data import CommandPress, encode, typed
from bot.operations.model.notifications import button, list_owners, who
from bot.operations.ticket.screens import screen_of
from bot.rules.remark import fold
from storage.records import Action, Arg, Button, Card, Key, Membership, Message, MessageContent, Ticket
from storage.work import Work

SHOWN = 10
"""Names or lines of each kind. The audit trail has all."""

_BOUND_BY = (Action.KEY_BIND, Action.KEY_CREATE)


def tell_owners_of(work: Work, membership: Membership, now: datetime) -> None:
    """Send each other owner one card about a suspended person. It is a screen, so it stays up to date."""
    press = encode(CommandPress(("team", f"#{membership.user_id}"), membership.team_id, page=1))
    for owner in list_owners(work, membership.team_id):
        if owner.user_id == membership.user_id:
            continue
        card = Card(
            id=uuid4(),
            chat_id=owner.user_id,
            user_id=owner.user_id,
            subject=screen_of(membership),
            press=press,
            reader=owner.user_id,
        )
        work.cards.add(card)
        content = record_of(work, membership)
        work.outbox.say(content, card.chat_id, card=card, user_id=owner.user_id, is_news=True, due_at=now)


def record_of(work: Work, membership: Membership) -> MessageContent:
    """Say what a suspended person asked, approved, made and bound, and whose secrets they were shown."""
    team, person = work.teams.get(membership.team_id), work.people.get(membership.user_id)
    keys = work.keys.list_of_team(team.id)
    shown = list_shown_to(work, keys, person.user_id)
    made = [key for key in keys if key.made_by == person.user_id and key not in shown]
    bound = list(_list_bound(keys, work.tickets.list_done_by(team.id, person.user_id, _BOUND_BY)))
    args: dict[str, Arg] = {
        "who": who(person),
        "team": team.title,
        "user_id": str(person.user_id),
        "asked": work.tickets.count_done_by(team.id, person.user_id),
        "approved": work.tickets.count_approved_by(team.id, person.user_id),
        "secrets": _names(work, shown),
        "more_secrets": max(0, len(shown) - SHOWN),
        "made": _names(work, made),
        "more_made": max(0, len(made) - SHOWN),
        "ips": bound[:SHOWN],
        "more_ips": max(0, len(bound) - SHOWN),
        "connected": list(_list_connected(work, team.id, person.user_id)),
    }
    rotating = {rotation.old_key_id for rotation in work.rotations.list_replacing([key.id for key in shown])}
    return MessageContent(
        Message("member-record", args),
        _buttons(membership, sum(key.id not in rotating for key in shown)),
    )


def _buttons(membership: Membership, rotatable: int) -> list[list[Button]]:
    user_id, team_id, role = membership.user_id, membership.team_id, membership.role.value
    rotate = button(Message("button-rotate-all", {"count": rotatable}), typed(f"rotate all {user_id}", team_id))
    back = button(Message("button-readmit", {"role": role}), typed(f"role {user_id} {role}", team_id))
    return [*([[rotate]] if rotatable else []), [back]]


def _names(work: Work, keys: Sequence[Key]) -> list[str]:
    return [display_name(work, key) for key in keys[:SHOWN]]


def _list_bound(keys: Sequence[Key], tickets: Sequence[Ticket]) -> Iterator[Message]:
    """Yield a line for each key with IPs that the person bound and that are bound now."""
    for key in keys:
        theirs = {ip for ticket in tickets if _is_about(ticket, key) for ip in _ips(ticket)}
        if ips := [ip for ip in key.ips if ip in theirs]:
            yield Message("member-record-ips", {"key": key.remark, "ips": ips})


def _is_about(ticket: Ticket, key: Key) -> bool:
    match ticket.payload:
        case {"key_ids": list(key_ids)}:
            return str(key.id) in key_ids
        case {"remark": str(remark)}:
            return key.made_by == ticket.user_id and fold(remark) == fold(key.remark)
    return False


def _ips(ticket: Ticket) -> list[str]:
    ips = ticket.payload.get("ips")
    return [str(ip) for ip in ips] if isinstance(ips, list) else []


def _list_connected(work: Work, team_id: UUID, user_id: int) -> Iterator[str]:
    """Yield the names of the exchanges' accounts whose API key the person typed."""
    for ticket in work.tickets.list_done_by(team_id, user_id, (Action.ACCOUNT_CONNECT,)):
        account = work.accounts.find(UUID(str(ticket.payload["account_id"])))
        if account is not None and account.credentials_secret is not None:
            yield account.name
