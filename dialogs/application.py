"""The application: from a first text to a profile the candidate says is right. Read it from the top, like the talk."""

from __future__ import annotations

from config.roles import needs_authorisation
from dialogs import phrases
from dialogs.acts import Confirm
from dialogs.beside import mark_door
from dialogs.facts import (
    AREAS,
    AUTHORISED,
    CONFIRM,
    EMPLOYMENT,
    FIRST_NAME,
    HOURS,
    ROLE,
    SHIFTS,
    START,
    missing,
    near_a_known_home,
)
from dialogs.script import Script
from dialogs.situation import Situation
from wording import times

GREETING = "Hej! Det er joblinjen i {employer}. Jeg er en robot: skriv MENNESKE for en person, DATA om dine data."


def greet(s: Script, here: Situation) -> None:
    """Who this is, that it is automatic, and how to reach a person and one's data (GDPR 13, AI Act 50): once, and first."""
    s.say(GREETING, once="greeting", employer=here.employer)


async def application(s: Script, here: Situation) -> None:
    """Greets, says what was understood, asks for what is missing, sums up, and has the summary confirmed."""
    greet(s, here)
    if missing(s.facts) and (understood := phrases.profile(s.facts, s.language, today=here.today)):
        s.say("Noteret: {profile}.", once="understood", profile=understood)

    role = await s.ask(
        ROLE, "Hvilket fag søger du job i? Fx SOSU-hjælper, SOSU-assistent, sygeplejerske eller ufaglært."
    )
    title = phrases.role(role, s.language)
    questions = [
        (
            AREAS,
            "Hvor i byen vil du gerne arbejde?"
            if not s.facts.get("near_home")
            else "Hvor bor du? Skriv en bydel eller et postnummer.",
        ),
        (HOURS, "Hvor mange timer om ugen?"),
        (SHIFTS, "{shifts}?"),
        (START, "Hvornår kan du starte?"),
        (EMPLOYMENT, "Fast job, afløser eller vikariat?"),
        (FIRST_NAME, "Hvad er dit fornavn?"),
    ]
    if near_a_known_home(s.facts):
        questions.pop(0)
    if needs_authorisation(role):
        questions.insert(0, (AUTHORISED.about(role), "Har du dansk autorisation som {role}?"))
    await s.ask_all(*questions, at_most=4, role=title, shifts=phrases.shifts_left(s.facts, s.language))

    await s.ask(
        CONFIRM,
        "{name}, jeg har skrevet: {profile}. Passer det? Svar JA, eller skriv det, der skal rettes.",
        name=s.facts["first_name"],
        profile=phrases.profile(s.facts, s.language, today=here.today),
    )
    mark_door(s)
    if "confirmed" not in s.said:
        s.do(Confirm())
    s.say(
        "Tak, {name}! En kollega finder steder, der mangler folk som dig. Du hører fra os senest {due}. Skriv, hvis noget ændrer sig.",
        once="confirmed",
        name=s.facts["first_name"],
        due=times.in_full(here.promise, s.language),
    )
