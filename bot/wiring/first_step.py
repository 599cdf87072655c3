"""The next step of setting up the bot, in one line for the log."""

from collections.abc import Set as AbstractSet

from storage.work import Work


def find_first_step(work: Work, owners: AbstractSet[int], link: str) -> str | None:
    """Say what an owner does next. None: a team is set up, and its owners have authenticators.

    `link` opens the private chat with the bot. With `startgroup` it asks for the group to add the bot to.
    Source: core.telegram.org/api/links, group bot links.
    """
    if not work.teams.is_any():
        if not owners:
            return (
                "No owner is named yet, so no team can be set up. "
                f"Send /whoami to {link} to see your Telegram id, set KEYMINDER_OWNERS to it, and restart."
            )
        return f"Add the bot to your group ({link}?startgroup), and type /start there."
    known = [person for person in map(work.people.find, sorted(owners)) if person is not None]
    if any(person.enrolled_at is None for person in known):
        return f"Open {link}, and type /enrol to connect your authenticator app."
    return None
