"""The interview: a unit would like to meet; the candidate picks a time, asks for others, or cannot come after all."""

from __future__ import annotations

from dialogs.acts import AgreeTime
from dialogs.facts import TIMES
from dialogs.script import Script
from dialogs.situation import Situation
from wording import times


async def interview(s: Script, here: Situation) -> None:
    """Offers the times of the interview that is before the candidate, and says what was agreed."""
    offer = here.offer
    if offer is None:
        return
    if offer.state == "cancelled":
        withdrawn(s, here)
        return
    if offer.state == "agreed":
        return
    topic = TIMES.about(str(offer.interview_id))
    slots = [(times.short(time, s.language), time.isoformat()) for time in offer.times]
    chosen = await s.ask(
        topic,
        "Godt nyt! {unit} ({where}) vil gerne møde dig {times}. Svar JA, eller skriv KAN IKKE."
        if len(slots) == 1
        else "Godt nyt! {unit} ({where}) vil gerne møde dig. {times}. Svar med tallet, eller skriv KAN IKKE.",
        options=slots,
        about=offer.interview_id,
        unit=offer.unit,
        where=offer.where,
        times=slots[0][0]
        if len(slots) == 1
        else ", ".join(f"{number}: {label}" for number, (label, _) in enumerate(slots, 1)),
    )
    time = next(time for time in offer.times if time.isoformat() == chosen)
    s.do(AgreeTime(offer.interview_id, time))
    s.tell(
        "Aftalt: {time} hos {unit}, {where}.", time=times.in_full(time, s.language), unit=offer.unit, where=offer.where
    )
    if offer.meets:
        s.tell("Du møder {meets}.", meets=offer.meets)
    s.tell("Du får en påmindelse dagen før. Skriv KAN IKKE, hvis du bliver forhindret.")


def withdrawn(s: Script, here: Situation) -> None:
    """Times that were taken back, once; whose search has ended is told that much and promised nothing."""
    offer = here.offer
    if offer is None or offer.state != "cancelled" or offer.cancelled_by != "unit":
        return
    once = f"interview-withdrawn:{offer.interview_id}"
    if here.resting:
        s.say("Tiderne hos {unit} gælder ikke længere, så der er ingen samtale.", once=once, unit=offer.unit)
    else:
        s.say(
            "Tiderne hos {unit} gælder desværre ikke alligevel. Vi arbejder videre for dig, og du hører fra os senest {due}.",
            once=once,
            unit=offer.unit,
            due=times.in_full(here.promise, s.language),
        )
