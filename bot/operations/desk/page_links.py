"""The links of the two-step page, in e-mails to the requester or to the addresses of a change of e-mail."""

from datetime import datetime

from bot.operations.model.notifications import short_hash, who
from bot.operations.ticket.approvals import given_for
from bot.rules.authorization import has_power
from bot.rules.limits import reaches
from bot.rules.policy import OWN_EMAIL
from storage.records import Arg, Link, LinkPurpose, MembershipStatus, Message, MessageContent, ProofKind, Role, Ticket
from storage.work import Work

PROVES = {LinkPurpose.PAGE: ProofKind.EMAIL, LinkPurpose.OLD_PAGE: ProofKind.OLD_EMAIL}
"""What the link of a page proves."""


def send_page_link(work: Work, ticket: Ticket, now: datetime) -> None:
    """Send the link of the two-step page. An older link ends."""
    requester = work.people.get(ticket.user_id)
    work.links.drop(ticket.id, *PROVES)
    team = work.teams.get(ticket.team_id) if ticket.team_id else None
    args: dict[str, Arg] = {
        "plan": ticket.plan,
        "who": who(requester),
        "team": team.title if team else None,
        "hash": short_hash(ticket),
        "until": ticket.stage_until,
    }
    if ticket.action in OWN_EMAIL:
        _ask_addresses(work, ticket, args, now)
        return
    if requester.email is None:
        raise ValueError("a MONEY ticket is asked by a person with an e-mail")
    token = _make_link(work, ticket, LinkPurpose.PAGE)
    work.outbox.mail(
        MessageContent(Message("confirm_ticket", {**args, "token": token})),
        requester.email,
        user_id=requester.user_id,
        due_at=now,
        about_id=ticket.id,
    )
    if team is None:
        return
    for membership, person in work.teams.list_members(team.id):
        reads = membership.standing == MembershipStatus.ACTIVE and has_power(membership.role, Role.APPROVER)
        if (
            reads
            and reaches(membership, ticket.accounts)
            and person.email is not None
            and person.user_id != requester.user_id
        ):
            copy = MessageContent(Message("copy_of_ticket", args))
            work.outbox.mail(copy, person.email, user_id=person.user_id, due_at=now, about_id=ticket.id)


def _ask_addresses(work: Work, ticket: Ticket, args: dict[str, Arg], now: datetime) -> None:
    """Ask the new address, and the old one if there is one, as far as they have not confirmed the change."""
    new, old = str(ticket.payload["email"]), ticket.payload.get("old")
    letters = {LinkPurpose.OLD_PAGE: ("confirm_old_email", old), LinkPurpose.PAGE: ("confirm_email", new)}
    given = given_for(work, ticket, now).kinds
    for purpose, (letter, to) in letters.items():
        if to is not None and PROVES[purpose] not in given:
            token = _make_link(work, ticket, purpose)
            content = MessageContent(Message(letter, {**args, "email": new, "token": token}))
            work.outbox.mail(content, str(to), user_id=ticket.user_id, due_at=now, about_id=ticket.id)


def _make_link(work: Work, ticket: Ticket, purpose: LinkPurpose) -> str:
    """Make a link that works until the stage ends."""
    if ticket.stage_until is None:
        raise ValueError("the stage EMAIL ends")
    return work.links.create(Link(purpose, ticket.id, ticket.user_id, ticket.stage_until))
