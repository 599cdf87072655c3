"""The database: open it, run bodies in it, back it up, seal it again."""

from storage.database.database import Database, is_new
from storage.errors import (
    BadMasterKey,
    DatabaseError,
    DatabaseFull,
    DatabaseLocked,
    DatabaseReadOnly,
    DatabaseTooNew,
    DatabaseUnreachable,
    NaiveTime,
    RecordMissing,
    RecordTaken,
    SealBroken,
    UpdateSpent,
    WrongMasterKey,
    WrongStamp,
)
from storage.work import Work

__all__ = [
    "BadMasterKey",
    "Database",
    "DatabaseError",
    "DatabaseFull",
    "DatabaseLocked",
    "DatabaseReadOnly",
    "DatabaseTooNew",
    "DatabaseUnreachable",
    "NaiveTime",
    "RecordMissing",
    "RecordTaken",
    "SealBroken",
    "UpdateSpent",
    "Work",
    "WrongMasterKey",
    "WrongStamp",
    "is_new",
]
