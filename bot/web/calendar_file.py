"""A calendar as iCalendar text: lines end with CRLF and are folded at 75 bytes.

Source: RFC 5545 and RFC 7986. Apple and Outlook also read X-WR-CALNAME and X-PUBLISHED-TTL.
"""

from datetime import timedelta

from icalendar import Alarm, Calendar, Event
from icalendar.enums import TRANSP

from bot.web.calendar import CalendarEvent, CalendarView

ALARMS = (timedelta(days=7), timedelta(days=1), timedelta(hours=6))
"""Before the expiry. Google rings by its own settings instead."""
LASTS = timedelta(minutes=15)
"""Some apps hide an event without length."""
REFRESH = timedelta(hours=1)


def write(view: CalendarView) -> bytes:
    """Write the calendar."""
    calendar = Calendar()
    calendar.add("prodid", "-//Keyminder//Keyminder//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", view.name)
    calendar.add("x-wr-calname", view.name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for event in view.events:
        calendar.add_component(_event(event, view))
    return bytes(calendar.to_ical())


def _event(event: CalendarEvent, view: CalendarView) -> Event:
    written = Event.new(
        uid=f"{event.uid}@keyminder",
        start=event.at,
        end=event.at + LASTS,
        stamp=view.now,
        summary=event.title,
        description=event.text,
        transparency=TRANSP.TRANSPARENT,
    )
    for before in ALARMS:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", event.title)
        alarm.add("trigger", -before)
        written.add_component(alarm)
    return written
