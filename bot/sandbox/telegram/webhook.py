"""Webhook delivery: each update is posted to the bot's address until it answers 2xx.

Source: tdlib/telegram-bot-api, WebhookActor.cpp, and Client.cpp, do_set_webhook.
"""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from functools import partial
from typing import cast
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout

from bot.sandbox.telegram.models import Json, Webhook
from bot.sandbox.telegram.parameters import Parameters
from bot.sandbox.telegram.polling import Polling
from bot.sandbox.telegram.refusals import ApiRefusal, bad_request
from bot.sandbox.telegram.updates import Waiting
from bot.sandbox.telegram.world import World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 -- the name of a header
SECRET_TOKEN = re.compile(r"[A-Za-z0-9_-]*")
PORTS = {80, 88, 443, 8443}
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
READ_SECONDS = 60
LONGEST_RETRY_AFTER_SECONDS = 3600
LONGEST_DELAY_SECONDS = 60.0

Perform = Callable[[str, Parameters], Awaitable[object]]


class WebhookSender:
    """One lane per chat and one per presser. The head blocks the rest of its lane only."""

    def __init__(self, world: World, polling: Polling, perform: Perform, *, first_delay_seconds: float = 2.0) -> None:
        self._world = world
        self._polling = polling
        self._perform = perform
        self._first_delay_seconds = first_delay_seconds
        self._lanes: dict[str, asyncio.Task[None]] = {}

    def set_webhook(self, call: Parameters) -> object:
        """setWebhook. An empty address deletes it. Plain http must be on this machine."""
        url = call.text("url")
        if not url:
            return self.delete_webhook(call)
        secret = call.text("secret_token")
        if len(secret) > 256:
            raise bad_request("secret token is too long")
        if not SECRET_TOKEN.fullmatch(secret):
            raise bad_request("secret token contains unallowed characters")
        _check_address(url)
        self._world.updates.allow(call.texts("allowed_updates"))
        if call.is_true("drop_pending_updates"):
            self._world.updates.clear()
        connections = min(max(call.integer("max_connections") or 40, 1), 100)
        self._world.state.webhook = Webhook(url, secret, connections)
        self._polling.send_away()
        return True

    def delete_webhook(self, call: Parameters) -> object:
        """deleteWebhook."""
        self._world.state.webhook = None
        if call.is_true("drop_pending_updates"):
            self._world.updates.clear()
        self._world.updates.changes.ring()
        return True

    def get_webhook_info(self, _: Parameters) -> object:
        """getWebhookInfo."""
        webhook = self._world.state.webhook or Webhook("")
        waiting = len(self._world.updates.list_waiting())
        shape: Json = {"url": webhook.url, "has_custom_certificate": False, "pending_update_count": waiting}
        if webhook.last_error_date:
            shape |= {
                "last_error_date": webhook.last_error_date,
                "last_error_message": webhook.last_error_message,
            }
        if webhook.url:
            shape["max_connections"] = webhook.max_connections
        if self._world.updates.allowed:
            shape["allowed_updates"] = self._world.updates.allowed
        return shape

    async def run(self) -> None:
        """Post waiting updates while a webhook is set, until cancelled."""
        updates = self._world.updates
        async with ClientSession(timeout=ClientTimeout(total=None, sock_read=READ_SECONDS)) as session:
            try:
                while True:
                    seen = updates.changes.count
                    self._start_lanes(session)
                    await updates.changes.wait(seen, READ_SECONDS)
            finally:
                for task in self._lanes.values():
                    task.cancel()
                await asyncio.gather(*self._lanes.values(), return_exceptions=True)

    def _start_lanes(self, session: ClientSession) -> None:
        webhook = self._world.state.webhook
        if webhook is None:
            return
        for update in self._world.updates.list_waiting():
            if update.lane not in self._lanes and len(self._lanes) < webhook.max_connections:
                task = asyncio.create_task(self._empty_lane(session, update.lane))
                self._lanes[update.lane] = task
                task.add_done_callback(partial(self._end_lane, update.lane))

    def _end_lane(self, lane: str, _: asyncio.Task[None]) -> None:
        del self._lanes[lane]
        self._world.updates.changes.ring()

    async def _empty_lane(self, session: ClientSession, lane: str) -> None:
        tried_id, fails = 0, 0
        while (webhook := self._world.state.webhook) and (head := self._find_head(lane)):
            if head.update_id != tried_id:
                tried_id, fails = head.update_id, 0
            retry_after = await self._post(session, webhook, head)
            if retry_after is None:
                self._world.updates.drop(head.update_id)
                continue
            fails += 1
            delay = min(self._first_delay_seconds * 2.0 ** (fails - 2), LONGEST_DELAY_SECONDS) if fails > 1 else 0.0
            await asyncio.sleep(retry_after or delay)

    def _find_head(self, lane: str) -> Waiting | None:
        return next((update for update in self._world.updates.list_waiting() if update.lane == lane), None)

    async def _post(self, session: ClientSession, webhook: Webhook, update: Waiting) -> int | None:
        """Return None if it was accepted, else the seconds of pause that the address asked for, 0 for none."""
        headers = {SECRET_HEADER: webhook.secret_token} if webhook.secret_token else {}
        try:
            async with session.post(
                webhook.url, json=update.body(), headers=headers, allow_redirects=False
            ) as response:
                if 200 <= response.status < 300:
                    await self._perform_reply(response)
                    return None
                self._note_error(webhook, f"Wrong response from the webhook: {response.status} {response.reason}")
                asked = response.headers.get("Retry-After", "")
                return min(int(asked), LONGEST_RETRY_AFTER_SECONDS) if asked.isdigit() else 0
        except (ClientError, TimeoutError) as error:
            self._note_error(webhook, str(error) or "Read timeout expired")
            return 0

    async def _perform_reply(self, response: ClientResponse) -> None:
        try:
            answer: object = json.loads(await response.text())
        except ValueError:
            return
        if isinstance(answer, dict) and isinstance(answer.get("method"), str):
            method = str(answer.pop("method"))
            if not method.lower().startswith("get") and method.lower() not in {"setwebhook", "deletewebhook"}:
                try:
                    await self._perform(method, Parameters(cast("Json", answer)))
                except ApiRefusal as refusal:
                    webhook = self._world.state.webhook
                    if webhook is not None:
                        self._note_error(webhook, refusal.description)

    def _note_error(self, webhook: Webhook, what: str) -> None:
        webhook.last_error_date, webhook.last_error_message = self._world.now(), what
        self._world.changed()


def _check_address(url: str) -> None:
    address = urlsplit(url)
    if address.hostname in LOOPBACK and address.scheme in {"http", "https"}:
        return
    if address.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if (address.port or 443) not in PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
