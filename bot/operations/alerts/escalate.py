"""Press on without a reaction: to the key's owner, approvers and owners in private, then to owners by e-mail."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.operations.alerts.card import KeyAlert, steps_of
from bot.rules.escalation import (
    APPROVERS,
    KEY_OWNER,
    LETTERS,
    OWNERS,
    is_snooze_over,
    must_escalate,
    patience_of,
)
from bot.rules.limits import reaches
from bot.rules.quiet_hours import heard_at, quiet_until
from storage.records import Alert, Event, Key, MembershipStatus, Message, MessageContent, Outcome, Person, Role, Team
from storage.work import Work


@dataclass(slots=True)
class Pressed:
    """What pressing on changes for the keys of one account."""

    work: Work
    team: Team
    now: datetime
    found: list[KeyAlert]
    """The keys with their present announcements."""
    quiet_end: datetime | None = None
    """When the team's quiet hours end. None: it is not quiet."""
    changed: list[Alert] = field(default_factory=list)
    readers: dict[int, None] = field(default_factory=dict)
    """People who get the card in private, each once."""
    letters: dict[str, Person] = field(default_factory=dict)
    """People who get it by e-mail, by address."""
    is_again: bool = False
    """A snooze has ended, so the team is told again."""
    waits: list[datetime] = field(default_factory=list)
    """When the quiet hours of people end who are told then."""

    def press(self, place: int) -> None:
        """Take the next step of the announcement about one key, if it waited long enough."""
        one, said = self.found[place], self.found[place].said
        if said is None or heard_at(one.alert_step, self.quiet_end, self.now) > self.now:
            return
        if said.held_for is not None:
            said = self._tell_rested(one, said)
        if is_snooze_over(said, self.now):
            again = self._next_press(one, said)
            said = replace(said, acted_by=None, acted_at=None, acted_before=None, snoozed_until=None, escalate_at=again)
            self.is_again = True
        elif must_escalate(said, self.now):
            said = self._escalate(one, said)
            again = None if said.escalated == LETTERS else self._next_press(one, said)
            said = replace(said, escalate_at=again)
        if said != one.said:
            self.found[place] = replace(one, said=said)
            self.changed.append(said)

    def _next_press(self, one: KeyAlert, said: Alert) -> datetime | None:
        patience = patience_of(said.before_seconds, steps_of(self.team, one.key))
        return None if patience is None else self.now + patience

    def _tell_rested(self, one: KeyAlert, said: Alert) -> Alert:
        """Tell the people whose quiet hours have ended, unless a person has reacted in between."""
        if said.acted_by is not None or said.held_for is None:
            return replace(said, held_for=None)
        waiting = {int(word) for word in said.held_for.split()}
        people = [
            person
            for membership, person in self.work.teams.list_members(self.team.id)
            if person.user_id in waiting and membership.standing is MembershipStatus.ACTIVE
        ]
        return self._tell(one, replace(said, held_for=None), people)

    def _tell(self, one: KeyAlert, said: Alert, people: Sequence[Person]) -> Alert:
        """Tell these people in private. Those with quiet hours now are told when these end."""
        held = said.held_for.split() if said.held_for else []
        for person in people:
            quiet_end = quiet_until(person.quiet_hours, person.zone, self.now)
            heard = heard_at(one.alert_step, quiet_end, self.now)
            if heard > self.now:
                held.append(str(person.user_id))
                self.waits.append(heard)
            else:
                self.readers[person.user_id] = None
        return replace(said, held_for=" ".join(held) or None)

    def _escalate(self, one: KeyAlert, said: Alert) -> Alert:
        """Tell the next level with people in it who were not told by an earlier one."""
        level = said.escalated
        levels = [self._list_people(one.key, at) for at in (KEY_OWNER, APPROVERS, OWNERS)]
        told = {person.user_id for people in levels[:level] for person in people}
        people = list[Person]()
        while not people and level < LETTERS:
            level += 1
            people = [] if level == LETTERS else [one for one in levels[level - 1] if one.user_id not in told]
        if level == LETTERS:
            readers = [*levels[KEY_OWNER - 1], *levels[OWNERS - 1]]
            self.letters |= {person.email: person for person in readers if person.email is not None}
        said = self._tell(one, replace(said, escalated=level), people)
        details = {"key": one.key.remark, "level": level}
        self.work.audit.add(self.team.id, None, Event.ALERT_ESCALATE, Outcome.DONE, self.now, details=details)
        return said

    def _list_people(self, key: Key, level: int) -> list[Person]:
        return _people(self.work, self.team, key, level)


def press_on(work: Work, team: Team, found: Sequence[KeyAlert], now: datetime, quiet_end: datetime | None) -> Pressed:
    """Take the next step of every announcement that waited long enough, not in the team's quiet hours."""
    pressed = Pressed(work, team, now, list(found), quiet_end)
    for place in range(len(found)):
        pressed.press(place)
    return pressed


def _people(work: Work, team: Team, key: Key, level: int) -> list[Person]:
    """List the people of a level who have a private chat with the bot."""
    owner_id = key.made_by if key.owner_id is None else key.owner_id
    return [
        person
        for membership, person in work.teams.list_members(team.id)
        if reaches(membership, {key.account_id})
        and membership.standing is MembershipStatus.ACTIVE
        and person.enrolled_at is not None
        and (
            (level == KEY_OWNER and person.user_id == owner_id)
            or (level == APPROVERS and membership.role is Role.APPROVER)
            or (level == OWNERS and membership.role is Role.OWNER)
        )
    ]


def send_letters(work: Work, pressed: Pressed, saying: Message, now: datetime) -> None:
    """Send the card's words by e-mail."""
    letter = MessageContent(Message("news_by_mail", {"text": saying}))
    for address, person in pressed.letters.items():
        work.outbox.mail(letter, address, user_id=person.user_id, due_at=now)
