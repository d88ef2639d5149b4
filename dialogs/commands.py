"""What a candidate can say at any time, in a keyword or a sentence: stop, a person, undo, status, delete."""

from __future__ import annotations

from collections.abc import Callable

from dialogs import phrases
from dialogs.acts import Erase, Explain, HandOver, MarkInternal, Pause, Promise, Resume, ShowData, Stop, Withdraw
from dialogs.application import GREETING
from dialogs.facts import PROFILE_FACTS, missing
from dialogs.reading import Reading
from dialogs.script import Script
from dialogs.situation import Situation
from wording import times

Command = Callable[[Script, Situation, Reading], None]


def stop(s: Script, here: Situation, reading: Reading) -> None:
    """Obeyed at once, on every channel, whoever holds the talk."""
    kind = reading.stop_kind or "all"
    if kind == "wrong_number":
        s.tell("Beklager. Vi skriver ikke til dette nummer igen.")
    elif kind == "outreach":
        s.tell("Du får ikke flere jobtilbud fra os. Vil du søge igen, så skriv JOB.")
    else:
        s.tell("Du får ikke flere beskeder fra os. Vil du søge igen, så skriv JOB.")
    _called_off(s, here)
    s.do(Stop(kind))


def withdraw(s: Script, here: Situation, reading: Reading) -> None:
    """Found a job, or no longer wants one."""
    if reading.stop_kind == "got_job":
        s.tell("Tillykke med jobbet! Vi tager dig ud af køen. Vil du søge igen, så skriv JOB.")
    else:
        s.tell("Det er noteret: Du søger ikke længere hos os. Vil du søge igen, så skriv JOB.")
    _called_off(s, here)
    s.do(Withdraw("got_job" if reading.stop_kind == "got_job" else "asked"))


def delete(s: Script, here: Situation, reading: Reading) -> None:
    """Masked at once; a person confirms the rest."""
    s.tell(
        "Dine svar er slettet hos joblinjen nu, og en kollega bekræfter det senest {due}. Har du spørgsmål, så ring {phone}.",
        due=times.in_full(here.promise, s.language),
        phone=here.phone,
    )
    s.do(Erase())


def access(s: Script, here: Situation, reading: Reading) -> None:
    """What is kept, why, for how long, and how to get all of it (GDPR 13 and 15)."""
    about = [name for name in s.facts if name.partition(":")[0] in {"authorised", "accepts"}]
    kept = [name for name in (*PROFILE_FACTS, *about) if name in s.facts]
    known = [phrases.fact(name, s.facts[name], s.language, today=here.today) for name in kept]
    if known:
        s.tell("Vi har gemt dit nummer, vores beskeder og: {facts}.", facts=", ".join(known))
    else:
        s.tell("Vi har gemt dit nummer og vores beskeder.")
    s.tell(
        "Vi bruger det kun til at finde job til dig hos {employer}. Skriv SLET, så sletter vi. Vil du have det hele tilsendt, "
        "så skriv MENNESKE.",
        employer=here.employer,
    )
    s.do(ShowData())


def human(s: Script, here: Situation, reading: Reading) -> None:
    """A person is asked to call or write, with a promise of when."""
    if here.waiting_for_person:
        s.tell("En kollega ved besked og ringer eller skriver senest {due}.", due=_due(s, here))
    else:
        s.tell("Ja, det er aftalt: En kollega ringer eller skriver til dig senest {due}.", due=_due(s, here))
    s.tell("Haster det, så ring {phone}.", phone=here.phone)
    s.do(HandOver("human"))


def emergency(s: Script, here: Situation, reading: Reading) -> None:
    """The line cannot help in an emergency and says so first."""
    s.tell(
        "Er der fare for liv, så ring 112 nu. Ellers ring {phone}. Jeg er en robot og kan ikke hjælpe her.",
        phone=here.phone,
    )
    s.do(HandOver("alert"))


def not_candidate(s: Script, here: Situation, reading: Reading) -> None:
    """A relative or a citizen who wrote to the wrong line."""
    s.tell(
        "Dette nummer er kun til job i ældreplejen. Handler det om hjælp til en borger, så ring {phone}.",
        phone=here.phone,
    )
    s.do(HandOver("human"))


def pause(s: Script, here: Situation, reading: Reading) -> None:
    """Not now; nobody writes until the day, or until the candidate does."""
    if here.over:
        where_it_stands(s, here)
        return
    if here.stage == "paused" and reading.until is None:
        s.tell("Du er på pause. Skriv JOB, når du vil i gang igen.")
        return
    if reading.until:
        day = phrases.day(reading.until, s.language, today=here.today)
        s.tell("Du er sat på pause til {day}. Skriv JOB, hvis du vil i gang før.", day=day)
    else:
        s.tell("Du er sat på pause. Skriv JOB, når du vil i gang igen.")
    _called_off(s, here)
    s.do(Pause(reading.until))


def resume(s: Script, here: Situation, reading: Reading) -> None:
    """Back again: what was stopped, paused or withdrawn runs on."""
    if here.stopped and not s.facts:
        # A stop may have kept the greeting from being sent, and nobody can come back who never was here.
        if "greeting" in s.said:
            s.tell(GREETING, employer=here.employer)
        s.do(Resume())
    elif here.stopped or here.resting:
        s.tell("Velkommen tilbage!")
        if "confirmed" in s.facts:
            s.tell("Du er i køen, og du hører fra os senest {due}.", due=_due(s, here))
        s.do(Resume())


def status(s: Script, here: Situation, reading: Reading) -> None:
    """Where things stand, and by when the candidate hears."""
    offer = here.offer
    if offer is not None and offer.state == "agreed" and offer.chosen is not None:
        s.tell("Du har en aftale {time} hos {unit}.", time=times.in_full(offer.chosen, s.language), unit=offer.unit)
    elif here.resting:
        where_it_stands(s, here)
    elif here.stage == "confirmed" and here.late and not here.promised:
        s.tell("Du er i køen. Det tager længere, end vi lovede, men din sag ligger øverst hos en kollega.")
    elif here.stage == "confirmed":
        s.tell("Du er i køen, og du hører fra os senest {due}.", due=_due(s, here))
        if not here.promised:
            s.do(Promise())
    elif s.facts and missing(s.facts):
        s.tell("Du er godt i gang. Jeg mangler kun lidt, før en kollega kan gå videre.")
    elif s.facts and "confirmed" not in s.facts:
        s.tell("Jeg mangler kun dit ja, så kan en kollega gå videre.")


def where_it_stands(s: Script, here: Situation) -> None:
    """For somebody who does not search now: that they do not, and how to come back. Nothing is promised."""
    if here.over:
        s.tell("Du søger ikke job hos os lige nu. Vil du søge igen, så skriv JOB.")
    else:
        s.tell("Du er på pause. Skriv JOB, når du vil i gang igen.")


def why(s: Script, here: Situation, reading: Reading) -> None:
    """The service writes the text, since only it knows the ranking."""
    if here.resting:
        where_it_stands(s, here)
    elif "role" in s.facts and ("areas" in s.facts or "anywhere" in s.facts):
        s.do(Explain())
    elif "role" in s.facts:
        s.tell("Jeg kan først sige, hvor du passer, når jeg ved, hvor i byen du vil arbejde.")
    else:
        s.tell("Jeg kan først sige, hvor du passer, når jeg kender dit fag og område.")


def edit(s: Script, here: Situation, reading: Reading) -> None:
    """No menu: a correction in plain words is understood at any time."""
    if not reading.facts:
        s.tell("Skriv bare det, der skal rettes, fx: 30 timer, eller: også Valby.")


def help_(s: Script, here: Situation, reading: Reading) -> None:
    """The words that always work."""
    s.tell(
        "Skriv frit til mig. Disse ord virker altid: MENNESKE, STATUS, RET, TILBAGE, PAUSE, HVORFOR, DATA, SLET, STOP, ENGLISH."
    )


def set_language(s: Script, here: Situation, reading: Reading) -> None:
    """The language was switched before the script spoke; what follows is the proof."""
    s.tell("Vi skriver dansk herfra.")


def referral(s: Script, here: Situation, reading: Reading) -> None:
    """A colleague's number is not ours to keep: the colleague writes."""
    s.tell("Tak! Bed din kollega sende en sms til dette nummer. Vi gemmer ikke andres navne og numre.")


def internal(s: Script, here: Situation, reading: Reading) -> None:
    """Somebody who already works here: the label is for the recruiter, the ranking never sees it."""
    s.tell("Godt, du skriver. Du arbejder her allerede, så en kollega ser også på det sammen med dig.")
    s.do(MarkInternal())


def consent_yes(s: Script, here: Situation, reading: Reading) -> None:
    """Stays in the pool."""
    s.tell("Tak. Så bliver du i køen.")
    s.do(Resume())


def consent_no(s: Script, here: Situation, reading: Reading) -> None:
    """Leaves the pool."""
    s.tell("Det er i orden. Vi tager dig ud af køen.")
    _called_off(s, here)
    s.do(Withdraw("asked"))


def abuse(s: Script, here: Situation, reading: Reading) -> None:
    """Somebody is angry, often with reason: no lecture, a person."""
    s.tell("Det er jeg ked af. En kollega ringer eller skriver til dig senest {due}.", due=_due(s, here))
    s.do(HandOver("human"))


def _called_off(s: Script, here: Situation) -> None:
    """Whoever leaves or pauses is told that the unit no longer expects them."""
    offer = here.offer
    if offer is not None and offer.state == "agreed" and offer.chosen is not None:
        s.tell("Samtalen {time} er aflyst.", time=times.in_full(offer.chosen, s.language))


def _due(s: Script, here: Situation) -> str:
    return times.in_full(here.promise, s.language)


COMMANDS: dict[str, Command] = {
    "stop": stop,
    "withdraw": withdraw,
    "delete": delete,
    "access": access,
    "human": human,
    "emergency": emergency,
    "not_candidate": not_candidate,
    "pause": pause,
    "resume": resume,
    "status": status,
    "why": why,
    "edit": edit,
    "help": help_,
    "set_language": set_language,
    "referral": referral,
    "internal_hours": internal,
    "internal_move": internal,
    "consent_yes": consent_yes,
    "consent_no": consent_no,
    "abuse": abuse,
}

# After these the line says nothing more in the same turn: no question follows a stop or an emergency.
LAST_WORD = frozenset(
    {
        "stop",
        "withdraw",
        "delete",
        "emergency",
        "not_candidate",
        "pause",
        "why",
        "consent_no",
        "abuse",
        "human",
        "access",
    }
)
# After these somebody who had left is searching again, and the talk goes on where it stopped.
BACK = frozenset({"resume", "consent_yes"})
# These are obeyed even while a recruiter holds the talk.
ALWAYS = frozenset({"stop", "delete", "withdraw", "emergency", "resume"})
