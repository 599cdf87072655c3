"""What must be true of simulated alerts, computed from the times alone and not by the rules that are checked."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from storage.records import Alert, Message

STEPS = tuple(timedelta(hours=hours) for hours in (720, 336, 168, 72, 24, 6, 0))
"""Times before the expiry."""
MORNING = time(9)
"""Of the days after the expiry, UTC."""
LEVELS = 4
LOUDEST = (timedelta(days=1), timedelta(hours=6), timedelta())
"""Steps that are escalated."""
QUIET = (22, 7)
"""Quiet hours of half of the teams, UTC."""
LAST_HOURS = timedelta(hours=6)
"""So long before the end of a key they stop counting."""
SLOW = timedelta(hours=2)
"""Longest way from the scan to the chat while Telegram refuses messages."""
_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
_MOST = {timedelta(minutes=1): 20, timedelta(seconds=15): 15}
"""Messages in a group within that time. Source: core.telegram.org/bots/faq."""


@dataclass(slots=True)
class Life:
    """One term of a key."""

    key_id: UUID
    account_id: UUID
    name: str
    ends_at: datetime
    begun_at: datetime
    is_quiet_team: bool = False
    """Its team keeps quiet hours."""
    renewed_at: datetime | None = None
    reactions: list[datetime] = field(default_factory=list)
    """When people were on it, or snoozed it."""

    def may_be_heard(self, before: int, hour: datetime) -> bool:
        """Whether that step may be said then: outside the quiet hours, or in the last six hours of the key."""
        return not self.is_quiet_team or not is_quiet(hour) or (before >= 0 and hour >= self.ends_at - LAST_HOURS)

    @property
    def subject(self) -> str:
        """The subject of its account's open card."""
        return f"alerts:{self.account_id.hex}"

    @property
    def ran_out(self) -> bool:
        """Whether it expired before it was renewed."""
        return self.renewed_at is None or self.renewed_at >= self.ends_at


@dataclass(frozen=True, slots=True)
class Sent:
    """What left the outbox."""

    at: datetime
    chat_id: int
    """0: an e-mail."""
    is_new: bool
    """False: an edit."""
    saying: Message
    subject: str
    """Of its card. Of an e-mail, the address."""

    @property
    def keys(self) -> list[str]:
        """The names of the keys on a card of warnings."""
        rows = self.saying.args.get("keys", ())
        return [str(row.args["key"]) for row in rows if isinstance(row, Message)] if isinstance(rows, Sequence) else []


@dataclass(slots=True)
class Report:
    """Figures and faults."""

    figures: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def check_steps(
    report: Report, lives: Sequence[Life], said: Sequence[Alert], looked_at: Sequence[datetime]
) -> list[tuple[Life, Alert]]:
    """Check that every step was written once while the bot ran, and escalated. Return the written steps."""
    report.figures.update({"terms": len(lives), "ran out": sum(life.ran_out for life in lives)})
    by_end = defaultdict[tuple[UUID, datetime], dict[int, Alert]](dict)
    for one in said:
        by_end[one.key_id, one.anchor_at][one.before_seconds] = one
    written = list[tuple[Life, Alert]]()
    for life in lives:
        written += _check_life(report, life, by_end.pop((life.key_id, life.ends_at), {}), looked_at)
    for key_id, anchor_at in by_end:
        report.faults.append(f"{key_id}: warned of {anchor_at}, which was never its end")
    report.figures["steps written"] += len(written)
    return written


def check_chats(
    report: Report, written: Sequence[tuple[Life, Alert]], sent: Sequence[Sent], looked_at: Sequence[datetime]
) -> None:
    """Check that groups heard of every written step, once, and how many messages they had to bear."""
    cards = defaultdict[str, list[Sent]](list)
    for message in sent:
        if message.is_new and message.chat_id < 0 and message.saying.sentence == "alerts-card":
            cards[message.subject].append(message)
    for life, alert in written:
        _check_heard(report, life, alert, cards[life.subject], looked_at)
    new = report.figures["new messages with warnings"] = sum(map(len, cards.values()))
    scans = len({(life.account_id, alert.said_at) for life, alert in written})
    if new > scans + report.figures["snoozed"]:
        report.faults.append(f"{new} messages for the steps of {scans} scans")
    _check_nights(report, [life for life, _ in written], cards)
    _check_limits(report, sent)
    _count(report, sent)


def _windows(life: Life, until: datetime) -> list[tuple[int, datetime, datetime]]:
    """List each step with the time in which it is the present one: seconds before the end, from, to."""
    starts = [(int(step.total_seconds()), life.ends_at - step) for step in STEPS]
    first = datetime.combine(life.ends_at.astimezone(UTC).date() + _DAY, MORNING, UTC)
    days = range(max(0, (until - first) // _DAY + 1))
    starts += [(-int(((day + 1) * _DAY).total_seconds()), first + day * _DAY) for day in days]
    ends = [start for _, start in starts[1:]] + [until]
    stop = min(until, life.renewed_at or until)
    windows = [
        (before, max(start, life.begun_at), min(end, stop)) for (before, start), end in zip(starts, ends, strict=True)
    ]
    return [window for window in windows if window[1] < window[2]]


def _check_life(
    report: Report, life: Life, found: dict[int, Alert], looked_at: Sequence[datetime]
) -> Iterator[tuple[Life, Alert]]:
    for before, begins, ends in _windows(life, looked_at[-1] + _HOUR):
        # A renewal takes place before the scan of its hour.
        running = looked_at[bisect_left(looked_at, begins) : bisect_left(looked_at, ends)]
        hours = [hour for hour in running if life.may_be_heard(before, hour)]
        report.figures["steps skipped at night"] += bool(running) and not hours
        alert = found.pop(before, None)
        report.figures["steps due"] += bool(hours)
        report.figures["steps skipped in an absence"] += not running
        if hours and alert is not None and alert.said_at == hours[0]:
            yield life, alert
            if timedelta(seconds=before) in LOUDEST and life.ran_out:
                _check_escalated(report, life, alert, hours)
        elif hours or alert is not None:
            due_at = hours[0] if hours else None
            report.faults.append(f"{life.name}: step {before} of {life.ends_at} was due at {due_at}: {alert}")
    for before in found:
        report.faults.append(f"{life.name}: step {before} of {life.ends_at} was not due")


def _check_heard(
    report: Report, life: Life, alert: Alert, cards: Sequence[Sent], looked_at: Sequence[datetime]
) -> None:
    """A new message in the group names the key soon after the scan, as soon as the bot ran again."""
    after = looked_at[bisect_left(looked_at, alert.said_at) :][:3]
    until = after[-1] + SLOW
    first = bisect_left(cards, alert.said_at, key=lambda card: card.at)
    last = bisect_right(cards, until, key=lambda card: card.at)
    is_renewed = life.renewed_at is not None and life.renewed_at <= until
    if not is_renewed and not any(life.name in card.keys for card in cards[first:last]):
        report.faults.append(f"{life.name}: the group did not hear of {alert.before_seconds} at {alert.said_at}")


def _check_escalated(report: Report, life: Life, alert: Alert, hours: Sequence[datetime]) -> None:
    """Where people did not react, key owner, approvers, owners and e-mail follow, an hour or two apart."""
    patience = 2 if alert.before_seconds == _DAY.total_seconds() else 1
    is_quieted = any(hours[0] <= moment <= hours[-1] + _HOUR for moment in life.reactions)
    if is_quieted or len(hours) <= patience * LEVELS:
        return
    report.figures["escalations due"] += 1
    if alert.escalated == LEVELS:
        report.figures["escalated to e-mail"] += 1
    else:
        report.faults.append(f"{life.name}: {alert.before_seconds} before {life.ends_at} reached {alert.escalated}")


def _check_nights(report: Report, lives: Iterable[Life], cards: Mapping[str, Sequence[Sent]]) -> None:
    """At night a quiet team hears only of keys in their last hours."""
    quiet = defaultdict[str, list[Life]](list)
    for life in lives:
        if life.is_quiet_team:
            quiet[life.subject].append(life)
    for subject, of_team in quiet.items():
        for card in cards[subject]:
            if is_quiet(card.at) and not any(
                life.ends_at - LAST_HOURS <= card.at for life in of_team if life.name in card.keys
            ):
                report.faults.append(f"a quiet team was disturbed at {card.at} about {card.keys}")


def is_quiet(moment: datetime) -> bool:
    """Whether the quiet hours hold then."""
    return not QUIET[1] <= moment.hour < QUIET[0]


def _check_limits(report: Report, sent: Sequence[Sent]) -> None:
    groups = defaultdict[int, list[datetime]](list)
    for message in sent:
        if message.chat_id < 0:
            groups[message.chat_id].append(message.at)
    for span, most in _MOST.items():
        busiest = max((_busiest(moments, span) for moments in groups.values()), default=0)
        report.figures[f"most in a group within {span.seconds} s, of {most}"] = busiest
        if busiest > most:
            report.faults.append(f"{busiest} messages in a group within {span}")


def _busiest(moments: Sequence[datetime], span: timedelta) -> int:
    most, within = 0, deque[datetime]()
    for moment in moments:
        within.append(moment)
        while within[0] <= moment - span:
            within.popleft()
        most = max(most, len(within))
    return most


def _count(report: Report, sent: Sequence[Sent]) -> None:
    kinds = {
        "messages in groups": lambda one: one.chat_id < 0 and one.is_new,
        "edits in groups": lambda one: one.chat_id < 0 and not one.is_new,
        "private messages": lambda one: one.chat_id > 0 and one.is_new,
        "e-mails": lambda one: one.chat_id == 0,
    }
    for name, is_one in kinds.items():
        report.figures[name] = sum(map(is_one, sent))


def print_report(report: Report, size: Mapping[str, int], seconds: float) -> None:
    """Print a table for the person who runs it."""
    for name, figure in {**size, **report.figures, "seconds": round(seconds), "faults": len(report.faults)}.items():
        print(f"{name:44} {figure:>10}")  # noqa: T201
    for fault in report.faults[:50]:
        print(f"    {fault}")  # noqa: T201
