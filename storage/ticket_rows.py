"""Conversion between a ticket and its row."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any
from uuid import UUID

from storage.records import Action, ChatLocation, End, Outcome, Part, Stage, Ticket
from storage.serialization import plain, saying_from_json, to_json


def to_columns(ticket: Ticket, names: Iterable[str]) -> dict[str, Any]:
    """Return the columns that hold these fields."""
    row: dict[str, Any] = {}
    for name in names:
        value = getattr(ticket, name)
        match name:
            case "payload":
                row[name] = plain(value)
            case "plan" | "result":
                row[name] = None if value is None else to_json(value)
            case "parts":
                row[name] = [_part_tree(part) for part in value]
            case "accounts":
                row[name] = sorted(one.hex for one in value)
            case "end":
                row["ended_as"] = None if value is None else value.value
            case "asked_in":
                row |= {
                    "asked_chat_id": value.chat_id,
                    "asked_topic_id": value.topic_id,
                    "asked_message_id": value.message_id,
                    "asked_in_private": value.is_private,
                }
            case _:
                row[name] = value.value if isinstance(value, StrEnum) else value
    return row


def _part_tree(part: Part) -> dict[str, Any]:
    return {
        "number": part.number,
        "subject_id": str(part.subject_id) if part.subject_id else None,
        "outcome": part.outcome.value,
        "reason": to_json(part.reason) if part.reason else None,
    }


def to_ticket(row: Any) -> Ticket:
    """Read the record of a row."""
    parts = tuple(
        Part(
            number=part["number"],
            subject_id=UUID(part["subject_id"]) if part["subject_id"] else None,
            outcome=Outcome(part["outcome"]),
            reason=saying_from_json(part["reason"]) if part["reason"] else None,
        )
        for part in row.parts
    )
    return Ticket(
        id=row.id,
        number=row.number,
        team_id=row.team_id,
        user_id=row.user_id,
        action=Action(row.action),
        payload=row.payload,
        plan=saying_from_json(row.plan),
        is_money=row.is_money,
        asked_in=ChatLocation(row.asked_chat_id, row.asked_topic_id, row.asked_message_id, row.asked_in_private),
        asked_at=row.asked_at,
        stage=Stage(row.stage) if row.stage else None,
        stage_until=row.stage_until,
        parts=parts,
        end=End(row.ended_as) if row.ended_as else None,
        ended_at=row.ended_at,
        result=saying_from_json(row.result) if row.result else None,
        mailed_at=row.mailed_at,
        approvals=row.approvals,
        cooling_hours=row.cooling_hours,
        cares_done=row.cares_done,
        told=row.told,
        said=row.said,
        called_at=row.called_at,
        accounts=frozenset(map(UUID, row.accounts or ())),
        reason=row.reason,
        denied_by=row.denied_by,
        denial_reason=row.denial_reason,
    )
