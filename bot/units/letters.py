"""The mails a unit's leader gets, in the leader's language: a few lines, one link, what to do and whom to call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from bot.house import House
from bot.units.cases import Place
from bot.units.links import OWN_PAGE_OPEN, own_page_of
from wording.language import Language, pick, word
from wording.phones import in_pairs
from wording.times import in_full
from wording.work import ROLES

TEMPLATES = Path(__file__).parent / "templates" / "units"
# What became of the first times: none suited, or an agreed one was called off by the candidate or by somebody here.
Why = Literal["", "declined", "candidate", "us"]


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it will be read: the same words as plain text and as HTML."""

    subject: str
    text: str
    html: str


def suggestion_letter(
    house: House, to: Place, *, portrait: str, reason: str, answer_by: datetime, link: str, code: str, own_page: str
) -> Letter:
    """A new suggestion: why, until when, how to answer. answer_by: UTC. Nothing in it says who the candidate is.

    own_page: the link to the unit's own page, where it reports what it lacks.
    """
    language = to.language
    by = in_full(house.local(answer_by), language)
    undo = house.settings.unit_undo_minutes
    line = in_pairs(house.employer.line_number)
    before = [
        pick(
            language,
            f"Vi har et forslag til {to.name}: {portrait}.",
            f"We have a suggestion for {to.name}: {portrait}.",
        ),
        pick(language, f"Foreslået fordi: {reason}.", f"Suggested because: {reason}."),
        pick(
            language,
            f"Svar senest {by}. Derefter kan et andet sted få tilbuddet.",
            f"Please answer by {by}. After that another place may get the offer.",
        ),
    ]
    after = [
        pick(
            language,
            f"Du kan også svare med en sms til {line}: NEJ {code}, eller JA {code} med tider, "
            f"for eksempel JA {code} tors 10.00, fre 13.30",
            f"You can also answer by text to {line}: NEJ {code}, or JA {code} with times, "
            f"for example JA {code} Thu 10:00, Fri 13:30",
        ),
        pick(
            language,
            f"Det tager et minut, og du kan fortryde i {undo} minutter. Navn og nummer får du, når samtalen er aftalt.",
            f"It takes a minute, and you can undo for {undo} minutes. Name and number follow with the interview.",
        ),
    ]
    subject = pick(language, f"Forslag til {to.name}: svar senest {by}", f"Suggestion for {to.name}: answer by {by}")
    return _letter(
        house,
        to,
        subject,
        before,
        after,
        link=link,
        label=pick(language, "Se og svar", "See and answer"),
        own_page=own_page,
    )


def own_page_letter(house: House, to: Place) -> Letter:
    """The link to the unit's own page, because its leader asked for it."""
    language = to.language
    return _letter(
        house,
        to,
        pick(language, f"Jeres side hos joblinjen: {to.name}", f"Your page at the job line: {to.name}"),
        [
            pick(
                language,
                "Her er linket til jeres egen side. Der melder I en ledig stilling på et minut, siger til, når en er "
                "besat, og ser de forslag, I har.",
                "Here is the link to your own page. There you report a vacancy in a minute, say when one is filled, and "
                "see the suggestions you have.",
            )
        ],
        [
            pick(
                language,
                f"Linket gælder i {OWN_PAGE_OPEN.days} dage og er kun til jer. Har I ikke bedt om det, så se bort fra mailen.",
                f"The link is good for {OWN_PAGE_OPEN.days} days and for you only. If you did not ask for it, ignore this.",
            )
        ],
        link=own_page_of(house, to),
        label=pick(language, "Åbn jeres side", "Open your page"),
    )


def withdrawn_letter(house: House, to: Place, *, role: str, left: bool = False) -> Letter:
    """The suggestion was taken back: nothing to do. left: the candidate withdrew."""
    language = to.language
    named = word(ROLES, role, language)
    return _letter(
        house,
        to,
        pick(language, f"Forslaget til {to.name} er trukket tilbage", f"The suggestion for {to.name} is withdrawn"),
        [
            pick(
                language,
                f"Forslaget om en {named} er trukket tilbage. I skal ikke gøre noget.",
                f"The suggestion of a {named} has been withdrawn. There is nothing for you to do.",
            ),
            *([pick(language, "Kandidaten søger ikke mere.", "The candidate is no longer looking.")] if left else []),
            pick(
                language,
                "I er stadig med, når vi finder den næste, der passer til jer.",
                "You are still on the list when we find the next one who fits.",
            ),
        ],
    )


def agreed_letter(
    house: House, to: Place, *, role: str, first_name: str, phone: str, at: datetime, place: str, meets: str
) -> Letter:
    """The appointment, now with a first name and a number so that both can find each other. at: UTC."""
    language = to.language
    when = in_full(house.local(at), language)
    who = first_name or pick(language, "kandidaten", "the candidate")
    phone = in_pairs(phone)
    lines = [
        pick(
            language,
            f"Samtalen er aftalt: {when} med {who} ({word(ROLES, role, language)}).",
            f"The interview is agreed: {when} with {who} ({word(ROLES, role, language)}).",
        )
    ]
    if place:
        lines.append(pick(language, f"Sted: {place}.", f"Place: {place}."))
    if meets:
        lines.append(pick(language, f"I møder op med: {meets}.", f"From your side: {meets}."))
    if phone:
        lines.append(
            pick(language, f"Telefon, hvis noget ændrer sig: {phone}.", f"Phone, if anything changes: {phone}.")
        )
    lines.append(
        pick(
            language,
            "Kalenderaftalen er vedhæftet. Vi minder kandidaten om samtalen dagen før. Slet mailen, når I har mødtes.",
            "The appointment is attached. We remind the candidate the day before. Delete this mail once you have met.",
        )
    )
    return _letter(house, to, pick(language, f"Samtale aftalt: {when}", f"Interview agreed: {when}"), lines)


def cancelled_letter(house: House, to: Place, *, at: datetime, left: bool = False) -> Letter:
    """An agreed interview is off. at: UTC. left: the candidate withdrew, and the unit has their name and number in a mail."""
    language = to.language
    when = in_full(house.local(at), language)
    return _letter(
        house,
        to,
        pick(language, f"Samtalen {when} er aflyst", f"The interview {when} is off"),
        [
            pick(
                language,
                f"Samtalen {when} bliver ikke til noget. Den vedhæftede fil fjerner den fra din kalender.",
                f"The interview {when} will not take place. The attached file removes it from your calendar.",
            ),
            *([_forget(language)] if left else []),
        ],
    )


def _forget(language: Language) -> str:
    return pick(
        language,
        "Kandidaten søger ikke mere. Slet mailen med fornavn og nummer, og hvad I ellers har skrevet ned om kandidaten.",
        "The candidate is no longer looking. Delete the mail with the first name and number, and whatever else you noted.",
    )


def times_letter(
    house: House, to: Place, *, role: str, answer_by: datetime, link: str, why: Why = "", off: datetime | None = None
) -> Letter:
    """Other times are wanted, on the same page. answer_by: UTC.

    why: what happened to the first ones, "" if that is not known here. off: the agreed time that was called off, UTC;
    the mail then carries the file that takes it out of the calendar.
    """
    language = to.language
    by = in_full(house.local(answer_by), language)
    before = [_happened(language, word(ROLES, role, language), why, house.local(off) if off else None)]
    if off:
        before.append(
            pick(
                language,
                "Den vedhæftede fil fjerner samtalen fra din kalender.",
                "The attached file removes the interview from your calendar.",
            )
        )
    before.append(
        pick(
            language,
            f"Foreslå nye tider, eller sig nej tak, senest {by}. Derefter kan et andet sted få tilbuddet.",
            f"Please suggest new times, or say no, by {by}. After that another place may get the offer.",
        )
    )
    return _letter(
        house,
        to,
        pick(language, f"Nye tider til en samtale: svar senest {by}", f"New times for an interview: answer by {by}"),
        before,
        link=link,
        label=pick(language, "Foreslå nye tider, eller sig nej tak", "Suggest new times, or say no"),
    )


def _happened(language: Language, named: str, why: Why, off: datetime | None) -> str:
    """Why the first times came to nothing, in one sentence that is true. off: local."""
    when = in_full(off, language) if off else pick(language, "samtalen", "the interview")
    match why:
        case "declined":
            return pick(
                language,
                f"Tiderne passede ikke kandidaten ({named}), som stadig gerne vil møde jer.",
                f"The times did not suit the candidate ({named}), who would still like to meet you.",
            )
        case "candidate":
            return pick(
                language,
                f"Kandidaten ({named}) er blevet forhindret og har aflyst {when}.",
                f"The candidate ({named}) cannot come and has cancelled {when}.",
            )
        case "us":
            return pick(
                language,
                f"Samtalen med kandidaten ({named}) er aflyst{f': {when}' if off else ''}.",
                f"The interview with the candidate ({named}) is off{f': {when}' if off else ''}.",
            )
    return pick(
        language,
        f"Der skal findes en ny tid til samtalen med kandidaten ({named}).",
        f"The interview with the candidate ({named}) needs another time.",
    )


def lapsed_letter(house: House, to: Place, *, role: str) -> Letter:
    """The candidate never answered; a recruiter takes it from here."""
    language = to.language
    named = word(ROLES, role, language)
    return _letter(
        house,
        to,
        pick(language, "Der kom ikke svar på samtaletiderne", "No answer to the interview times"),
        [
            pick(
                language,
                f"Kandidaten ({named}) har ikke svaret på jeres tider, så de er frie igen. I skal ikke gøre noget.",
                f"The candidate ({named}) has not answered, so your times are free again. You need not do anything.",
            )
        ],
    )


def outcome_letter(house: House, to: Place, *, role: str, at: datetime, link: str) -> Letter:
    """The day after an interview: one question, three answers, nothing about the person. at: UTC."""
    language = to.language
    when = in_full(house.local(at), language)
    named = word(ROLES, role, language)
    return _letter(
        house,
        to,
        pick(language, f"Hvordan gik samtalen {when}?", f"How did the interview {when} go?"),
        [
            pick(
                language,
                f"I havde en samtale {when} ({named}). Blev I enige? Sig det med ét klik, så ved vi, om stillingen er besat.",
                f"You had an interview {when} ({named}). Did you agree? Tell us with one click, so that we know "
                "whether the post is filled.",
            )
        ],
        [
            pick(
                language,
                "Du skal ikke begrunde det. Kandidaten hører fra os.",
                "You need not say why. The candidate hears from us.",
            )
        ],
        link=link,
        label=pick(language, "Sig, hvordan det gik", "Say how it went"),
    )


def _letter(
    house: House,
    to: Place,
    subject: str,
    before: list[str],
    after: list[str] | None = None,
    *,
    link: str | None = None,
    label: str = "",
    own_page: str = "",
) -> Letter:
    """The letter with its one link. own_page: a second, quieter one, for what else a leader may want to say."""
    language: Language = to.language
    name = to.leader_name.split(" ", maxsplit=1)[0]
    words = {
        "language": language,
        "subject": subject,
        "greeting": f"{pick(language, 'Hej', 'Hello')} {name}".rstrip() + ",",
        "before": before,
        "after": after or [],
        "link": link,
        "link_label": label,
        "own_page": own_page,
        "own_page_asks": pick(
            language, "Mangler I flere, eller er en stilling besat?", "Do you lack more people, or is a post filled?"
        ),
        "own_page_label": pick(language, "Skriv det på jeres egen side", "Say so on your own page"),
        "signature": pick(
            language,
            f"Venlig hilsen\nJoblinjen, {house.employer.name}\nSpørgsmål: tlf. {house.employer.phone}",
            f"Kind regards\nThe job line, {house.employer.name}\nQuestions: tel. {house.employer.phone}",
        ),
    }
    text, html = (_environment().get_template(name).render(words) for name in ("letter.txt", "letter.html"))
    return Letter(subject, text, html)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
