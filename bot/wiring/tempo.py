"""How fast the bot goes towards Telegram, exchanges and its own disk."""

from dataclasses import dataclass, field
from datetime import timedelta

from bot.chat.telegram.polling import Pace as PollingPace
from bot.chat.telegram.rate_limit import TELEGRAM_LIMITS, Limits
from bot.exchanges.channel import Pace as CallPace
from bot.jobs.deliver_notices import PATIENCE


@dataclass(frozen=True, slots=True)
class Tempo:
    """What Telegram and the exchanges allow. Tests and measurements hand in their own."""

    polling: PollingPace = field(default_factory=PollingPace)
    messages: Limits = TELEGRAM_LIMITS
    exchanges: CallPace = field(default_factory=CallPace)
    patience: timedelta = PATIENCE
    """How long the record of a delivery or an answer may wait for a commit to share."""
