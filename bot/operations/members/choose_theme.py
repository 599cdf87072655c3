"""Whether a person reads pictures dark: their own choice, which the next picture follows."""

from dataclasses import replace

from bot.operations.model.operation import Request
from storage.database import Database
from storage.work import Work


class ChooseTheme:
    """[Dark] and [Light] below a picture."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def choose(self, request: Request, *, is_dark: bool) -> None:
        """Remember the choice of a person in a team."""

        def body(work: Work) -> None:
            person = work.people.find(request.user_id)
            if person is not None and person.likes_dark != is_dark:
                work.people.save(replace(person, likes_dark=is_dark))

        await self._database.write(body)
