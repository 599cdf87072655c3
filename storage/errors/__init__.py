"""Errors of storage.

DatabaseError
├── DatabaseLocked        another program holds the database file
├── DatabaseReadOnly      it cannot be written
├── DatabaseFull          no space is left
├── DatabaseUnreachable   no answer
├── DatabaseTooNew        a newer program has migrated it
├── BadDatabaseUrl        the address is invalid
├── BadMasterKey, WrongMasterKey, WrongStamp, SealBroken
├── NaiveTime             a moment without a time zone
└── RecordMissing, RecordTaken, UpdateSpent
"""


class DatabaseError(Exception):
    """The database could not or would not do it. The message is one sentence for the operator."""


class DatabaseLocked(DatabaseError):
    """Another program holds the database file."""


class DatabaseReadOnly(DatabaseError):
    """The database or its folder cannot be written."""


class DatabaseFull(DatabaseError):
    """No space is left on the disk of the database."""


class DatabaseUnreachable(DatabaseError):
    """No answer. A change that was being committed may or may not have happened."""


class DatabaseTooNew(DatabaseError):
    """A newer program has migrated the database."""


class BadMasterKey(DatabaseError):
    """The text of the master key is invalid."""


class WrongMasterKey(DatabaseError):
    """The database was sealed with another master key."""


class WrongStamp(DatabaseError):
    """The database belongs to another kind of installation, for example the sandbox."""


class SealBroken(DatabaseError):
    """A sealed value was changed, moved to another place, or sealed with a key that is not in the ring."""


class NaiveTime(DatabaseError):
    """A datetime without a time zone was about to be stored."""


class RecordMissing(DatabaseError):
    """The requested record does not exist."""


class RecordTaken(DatabaseError):
    """Unique or foreign key violation."""


class UpdateSpent(DatabaseError):
    """The update has had its effect already, in this process or another."""
