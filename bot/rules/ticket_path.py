"""The proof that a ticket still lacks, or go, and how long each stage waits."""

import hashlib
import json
import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from bot.rules.policy import Proofs, list_kinds
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Action, Proof, ProofKind, Stage

CODE_TIME = timedelta(minutes=10)
EMAIL_TIME = timedelta(minutes=30)
APPROVAL_TIME = timedelta(hours=24)
BY_HAND_TIME = timedelta(days=7)
REMIND_BEFORE: Mapping[Stage, timedelta] = MappingProxyType(
    {Stage.BY_HAND: timedelta(days=1), Stage.APPROVAL: APPROVAL_TIME / 2}
)
"""Stage → so long before its end its team is reminded once."""
RESEND_AFTER = timedelta(seconds=60)

ONLY_LOOKS = frozenset({Action.ACCOUNT_CONNECT})
"""Actions that change nothing at an exchange. Stopping one while it runs leaves nothing half done."""

_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
_TIMES: Mapping[Stage, timedelta | None] = {
    Stage.CODE: CODE_TIME,
    Stage.EMAIL: EMAIL_TIME,
    Stage.APPROVAL: APPROVAL_TIME,
    Stage.BY_HAND: BY_HAND_TIME,
    Stage.RUNNING: None,
}
_WEIGHTS = {proofs: place for place, proofs in enumerate(Proofs)}


@dataclass(frozen=True, slots=True)
class Needed:
    """Proofs that a ticket needs before it runs."""

    proofs: Proofs
    approvals: int = 0
    """How many approvals. Counts only if the proofs include approvals."""
    cooling_hours: int = 0
    """How long the ticket waits between its other proofs and its start."""


@dataclass(frozen=True, slots=True)
class Given:
    """Proofs given for a ticket so far."""

    kinds: frozenset[ProofKind] = frozenset()
    approvals: int = 0


def stricter(one: Needed, other: Needed) -> Needed:
    """Join two answers of the policy.

    A pending ticket keeps its own proofs and takes those that became heavier.
    """
    heavier = max(one.proofs, other.proofs, key=_WEIGHTS.__getitem__)
    return Needed(heavier, max(one.approvals, other.approvals), max(one.cooling_hours, other.cooling_hours))


def count_given(
    proofs: Iterable[Proof],
    *,
    requester_id: int,
    payload_hash: str,
    approvers: Collection[int] = (),
    owners: Collection[int] = (),
) -> Given:
    """Count the proofs that are valid at this moment.

    Invalid are a proof of another payload, an approval of the requester or of a person outside `approvers`, the user
    ids that may approve now, and a broken glass of a person who is not one of today's `owners`.
    """
    good = [proof for proof in proofs if proof.payload_hash == payload_hash]
    approved = {proof.user_id for proof in good if proof.kind is ProofKind.APPROVAL}
    own = {kind: {requester_id} for kind in (ProofKind.CODE, ProofKind.EMAIL, ProofKind.OLD_EMAIL)}
    givers = own | {ProofKind.BREAK_GLASS: set(owners)}
    kinds = {proof.kind for proof in good if proof.user_id in givers.get(proof.kind, {proof.user_id})}
    return Given(frozenset(kinds), len((approved - {requester_id}) & set(approvers)))


_EMAILS = frozenset({ProofKind.EMAIL, ProofKind.OLD_EMAIL})


def next_stage(needed: Needed, given: Given) -> Stage:
    """Return the stage in which the ticket waits next. RUNNING if nothing is missing."""
    kinds = list_kinds(needed.proofs)
    missing = (
        (Stage.CODE, ProofKind.CODE in kinds and ProofKind.CODE not in given.kinds),
        (Stage.EMAIL, not _EMAILS & set(kinds) <= given.kinds),
        (Stage.APPROVAL, ProofKind.APPROVAL in kinds and not _is_approved(needed, given)),
        (Stage.COOLING, needed.cooling_hours > 0 and ProofKind.COOLING not in given.kinds),
    )
    return next((stage for stage, is_missing in missing if is_missing), Stage.RUNNING)


def _is_approved(needed: Needed, given: Given) -> bool:
    return given.approvals >= needed.approvals or ProofKind.BREAK_GLASS in given.kinds


def list_steps(needed: Needed) -> list[Stage]:
    """List the stages in which people prove the ticket, in order."""
    kinds = list_kinds(needed.proofs)
    steps = (
        (Stage.CODE, ProofKind.CODE in kinds),
        (Stage.EMAIL, ProofKind.EMAIL in kinds),
        (Stage.APPROVAL, ProofKind.APPROVAL in kinds and needed.approvals > 0),
    )
    return [stage for stage, is_step in steps if is_step]


def stage_end(stage: Stage, since: datetime, cooling_hours: int = 0) -> datetime | None:
    """Return when a stage ends that began (EMAIL: was last sent) at `since`. None: never.

    At the end of a stage the ticket times out. At the end of COOLING it starts.
    """
    time = timedelta(hours=cooling_hours) if stage is Stage.COOLING else _TIMES[stage]
    return None if time is None else since + time


def is_timed_out(stage: Stage | None, stage_until: datetime | None, now: datetime) -> bool:
    """Whether an open ticket's stage has ended without its proof."""
    lapses = stage not in {None, Stage.RUNNING, Stage.COOLING}
    return lapses and stage_until is not None and now >= stage_until


def may_cancel(action: Action, stage: Stage | None) -> Verdict:
    """Check that an open ticket may still be stopped."""
    if stage is Stage.RUNNING and action not in ONLY_LOOKS:
        return Refused(Reason.CANNOT_CANCEL_NOW)
    return Allowed()


def may_resend(mailed_at: datetime | None, now: datetime) -> Verdict:
    """Check that the proof e-mail may be sent again."""
    if mailed_at is None or now >= mailed_at + RESEND_AFTER:
        return Allowed()
    wait = (mailed_at + RESEND_AFTER - now).total_seconds()
    return Refused(Reason.RESEND_TOO_SOON, {"seconds": math.ceil(wait)})


def hash_payload(payload: Mapping[str, object]) -> str:
    """Hash a ticket's payload (JSON values only).

    Equal payloads have equal hashes, and proofs are bound to it.
    """
    return hashlib.sha256(_CANONICAL.encode(payload).encode("ascii")).hexdigest()
