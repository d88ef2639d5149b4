"""The appointment as a calendar file: one stable name for it, asked for once and cancelled under the same name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from icalendar import Calendar, Event, vCalAddress, vText

LENGTH = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Appointment:
    """What a calendar needs. uid: stable for one interview; at: UTC; organizer, attendee: mail addresses."""

    uid: str
    at: datetime
    stamp: datetime
    summary: str
    place: str
    organizer: str
    attendee: str


def invitation(appointment: Appointment, method: Literal["REQUEST", "CANCEL"]) -> bytes:
    """An iCalendar file (RFC 5545, 5546). It names no candidate: calendars are read by many."""
    asked = method == "REQUEST"
    event = Event()
    event.add("uid", appointment.uid)
    event.add("dtstamp", appointment.stamp)
    event.add("dtstart", appointment.at)
    event.add("dtend", appointment.at + LENGTH)
    event.add("summary", appointment.summary)
    event.add("sequence", 0 if asked else 1)
    event.add("status", "CONFIRMED" if asked else "CANCELLED")
    if appointment.place:
        event.add("location", appointment.place)
    event["organizer"] = vCalAddress(f"mailto:{appointment.organizer}")
    attendee = vCalAddress(f"mailto:{appointment.attendee}")
    attendee.params["partstat"] = vText("ACCEPTED")
    attendee.params["rsvp"] = vText("FALSE")
    event.add("attendee", attendee, encode=False)
    file = Calendar()
    file.add("prodid", "-//Jobline//Interviews//DA")
    file.add("version", "2.0")
    file.add("method", method)
    file.add_component(event)
    return bytes(file.to_ical())
