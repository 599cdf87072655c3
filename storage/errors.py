"""How storage fails; the tree is drawn on top of `storage/database.py`.

Nothing here knows which engine is below.
"""


class DatabaseError(Exception):
    """Anything the database could not or would not do; the message is one sentence for the operator."""


class DatabaseLocked(DatabaseError):
    """Another program holds the database file."""


class DatabaseReadOnly(DatabaseError):
    """The database or its folder cannot be written."""


class DatabaseFull(DatabaseError):
    """No room is left where the database lives."""


class DatabaseUnreachable(DatabaseError):
    """No answer; a change whose commit was under way may or may not have happened."""


class DatabaseTooNew(DatabaseError):
    """A newer program has migrated the database."""


class BadMasterKey(DatabaseError):
    """The text of the master key is not one."""


class WrongMasterKey(DatabaseError):
    """The database was sealed with another master key."""


class WrongStamp(DatabaseError):
    """The database belongs to another kind of installation, for example the sandbox."""


class SealBroken(DatabaseError):
    """A sealed value was changed, moved to another place, or sealed with a key that is not in the ring."""


class NaiveTime(DatabaseError):
    """A datetime without a time zone was about to be stored."""


class RecordMissing(DatabaseError):
    """What was asked for is not there."""


class RecordTaken(DatabaseError):
    """Something that must be unique is there already, or something it hangs on is not."""


class UpdateSpent(DatabaseError):
    """The update has had its effect, through this process or another."""
