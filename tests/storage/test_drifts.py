"""Drifts are never removed, comparisons know when they are next, and a doctor request has one taker."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from storage.database import Database
from storage.due_slice import AT_ONCE
from storage.records import (
    AccountKind,
    ConnectionStatus,
    DoctorRequest,
    Drift,
    DriftResolution,
    KeyFacts,
    Message,
    Reconciliation,
)
from storage.work import Work
from tests.storage.examples import ACCOUNT, ACCOUNT_ID, HOLDER, HOUR, LEASE, MAX, NOW, OLGA, TEAM_ID, found, key

SUB = replace(ACCOUNT, id=UUID(int=0xC), name="sub", main_id=ACCOUNT_ID, credentials_secret=None)
EMBEDDED = replace(ACCOUNT, id=UUID(int=0xD), name="own", kind=AccountKind.EMBEDDED, credentials_secret=None)
FACTS = KeyFacts("7001", "ACCESS1", "grid", True, False, ("192.0.2.1", "2001:db8::1"), NOW, None, None)


def a_drift(number: int, **fields: object) -> Drift:
    known, there = FACTS, replace(FACTS, ips=(), expires_at=NOW + HOUR, live_at=NOW)
    drift = Drift(UUID(int=number), TEAM_ID, ACCOUNT_ID, number, UUID(int=9), "7001", UUID(int=1), known, there, NOW)
    return replace(drift, **fields)  # type: ignore[arg-type]  # any field a test needs


async def test_a_drift_comes_back_as_it_was_and_is_settled_once(database: Database) -> None:
    def change(work: Work) -> None:
        found(work)
        assert [work.drifts.next_number(TEAM_ID) for _ in range(2)] == [1, 2]
        work.drifts.add(a_drift(1))
        work.drifts.add(a_drift(2, known=None, key_id=None))
        assert work.drifts.list_open(TEAM_ID) == work.drifts.list_open_of(ACCOUNT_ID)
        assert work.drifts.list_open(TEAM_ID) == [a_drift(1), a_drift(2, known=None, key_id=None)]
        work.drifts.settle(UUID(int=1), DriftResolution.ADOPTED, NOW + HOUR, OLGA)
        work.drifts.settle(UUID(int=1), DriftResolution.GONE, NOW + 2 * HOUR, MAX)
        work.drifts.settle(UUID(int=2), DriftResolution.KEPT, NOW)

    await database.write(change)

    def last(work: Work) -> None:
        settled = a_drift(1, settled_as=DriftResolution.ADOPTED, settled_at=NOW + HOUR, settled_by=OLGA)
        assert work.drifts.find(UUID(int=1)) == settled
        assert work.drifts.find(UUID(int=3)) is None
        assert work.drifts.list_open(TEAM_ID) == []
        assert [drift.number for drift in work.drifts.list_kept_of(ACCOUNT_ID)] == [2]
        assert [drift.number for drift in work.drifts.list_of_report(UUID(int=9))] == [1, 2]

    await database.read(last)


async def test_an_account_at_an_exchange_is_compared_at_once_when_it_is_new_and_again_when_it_is_due(
    database: Database,
) -> None:
    def change(work: Work) -> None:
        found(work)
        work.accounts.add(SUB)
        work.accounts.add(EMBEDDED)
        assert work.reconciliations.list_due(NOW, 10) == [SUB.id], (
            "a main account has no keys, and our own nothing to compare"
        )
        assert work.reconciliations.next_due(NOW) is None
        last = Reconciliation(SUB.id, NOW + HOUR, NOW, NOW, Message("why", {"at": NOW}), NOW)
        work.reconciliations.save(Reconciliation(SUB.id, NOW, NOW))
        work.reconciliations.save(last)
        assert work.reconciliations.find(SUB.id) == last
        assert work.reconciliations.find(ACCOUNT_ID) is None
        assert work.reconciliations.next_due(NOW) == NOW + HOUR
        assert work.reconciliations.next_due(NOW + HOUR) is None
        assert work.reconciliations.list_due(NOW + HOUR, 10) == [SUB.id]
        assert work.reconciliations.list_due(NOW - timedelta(seconds=1), 10) == [SUB.id], "the clock was stepped back"
        work.accounts.save(replace(SUB, standing=ConnectionStatus.DISCONNECTED))
        assert work.reconciliations.list_due(NOW + HOUR, 10) == []

    await database.write(change)


async def test_a_key_that_changes_hastens_the_look_where_a_drift_is_open(database: Database) -> None:
    def change(work: Work) -> None:
        found(work)
        work.reconciliations.save(Reconciliation(ACCOUNT_ID, NOW + HOUR, NOW))
        work.keys.add(key(1))
        assert work.reconciliations.next_due(NOW) == NOW + HOUR
        work.drifts.add(a_drift(1))
        work.keys.save(replace(key(1), ips=()))
        assert work.reconciliations.next_due(AT_ONCE) is None, "it is due"

    await database.write(change)


async def test_a_question_to_the_doctor_is_taken_by_one_and_answered_once(database: Database) -> None:
    asked = DoctorRequest(UUID(int=5), TEAM_ID, OLGA, NOW)

    def change(work: Work) -> None:
        found(work)
        work.doctor_requests.add(asked)
        assert work.doctor_requests.has_waiting(NOW)
        until = NOW + LEASE
        assert work.doctor_requests.lease(NOW, until, 4) == [asked]
        assert not work.doctor_requests.has_waiting(NOW)
        assert work.doctor_requests.lease(NOW, until, 4) == []
        assert work.doctor_requests.lease(until, until + LEASE, 4) == [asked]
        assert [work.doctor_requests.remove(asked) for _ in range(2)] == [True, False]

    await database.write(change)


async def test_what_waits_is_counted(database: Database) -> None:
    def change(work: Work) -> None:
        assert work.inbox.backlog() == (0, None)
        work.inbox.take([{"update_id": 1}, {"update_id": 2}], NOW, HOLDER, LEASE)
        assert work.inbox.backlog() == (2, NOW)
        assert work.deliveries.count_late(NOW) == 0

    await database.write(change)
