"""The audit trail in words: who did what and when, read by recruiters, candidates who ask, and whoever checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.desk.fact_words import NEEDS, STAGES, noun
from bot.desk.profile import recruiter_names
from bot.house import House
from bot.store.tables import event, unit
from wording.language import Language, Words, pick, word
from wording.lists import listed
from wording.times import day_and_year
from wording.work import ROLES

# Said after the actor: "Anna Krogh foreslog ...". A verb nobody wrote words for is shown as it is: nothing is hidden.
VERBS: Words = {
    # The talk.
    "told": ("oplyste {facts}", "told {facts}"),
    "told_otherwise": ("tog det tilbage om {withdrawn}", "took back what was said about {withdrawn}"),
    "corrected": ("rettede {fact}", "corrected {fact}"),
    "confirm": ("bekræftede profilen", "confirmed the profile"),
    "confirmed": ("bekræftede profilen", "confirmed the profile"),
    "handover": ("bad om et menneske", "asked for a person"),
    "called": ("ringede", "called"),
    "stop": ("bad om ikke at få flere beskeder", "asked for no more texts"),
    "withdraw": ("søger ikke mere", "stopped looking"),
    "pause": ("satte søgningen på pause", "paused the search"),
    "resume": ("genoptog søgningen", "resumed the search"),
    "erase": ("bad om at blive slettet", "asked to be erased"),
    "showdata": ("bad om at se sine oplysninger", "asked to see the data"),
    "explain": ("spurgte, hvorfor stederne passer", "asked why the places fit"),
    "markdoor": ("kom ind ad en dør for sig", "came by a door of their own"),
    "promise": ("spurgte, hvor langt vi er", "asked how far we are"),
    "markinternal": ("er ansat i forvejen", "is employed already"),
    "agreetime": ("valgte en tid til samtale", "chose a time for the interview"),
    "declinetimes": ("kunne ikke på tiderne", "could not come at those times"),
    "cancelappointment": ("meldte afbud til samtalen", "cancelled the interview"),
    "stayed_silent": ("svarede ikke", "did not answer"),
    "came_back": ("tog kandidaten tilbage i køen", "took the candidate back into the queue"),
    "masked": ("slettede svar og beskeder", "erased answers and texts"),
    "erasure_confirmed": ("bekræftede sletningen", "confirmed the deletion"),
    "forgotten": ("slettede oplysningerne", "erased the data"),
    "asked_again": ("spurgte, om kandidaten stadig søger", "asked whether the candidate still looks for a job"),
    "asked_to_wait": ("spurgte, om kandidaten vil vente længere", "asked whether the candidate goes on waiting"),
    "lapsed": ("afsluttede søgningen, fordi ingen svarede", "ended the search because nobody answered"),
    "exported": ("udleverede oplysningerne", "handed out the data"),
    # Promises.
    "promised": ("lovede, at kandidaten {promise}", "promised that the candidate {promise}"),
    "promised_anew": ("lovede svar inden {due}", "promised an answer by {due}"),
    "kept_promise": ("holdt det, der var lovet", "kept what was promised"),
    "promise_replaced": ("satte et nyt løfte i stedet for det gamle", "put a new promise in the place of the old one"),
    "kept_word": ("gav kandidaten besked ({how})", "got back to the candidate ({how})"),
    "promise_late": ("så, at et løfte ikke blev holdt i tide", "saw that a promise was not kept in time"),
    # The desk.
    "opened": ("åbnede samtalen", "opened the talk"),
    "noted": ("skrev en note", "wrote a note"),
    "parked": ("lod kandidaten vente til {until}", "let the candidate wait until {until}"),
    "resumed": ("tog kandidaten tilbage i køen", "took the candidate back into the queue"),
    "took_over": ("tog samtalen over", "took over the talk"),
    "handed_back": ("gav samtalen tilbage til linjen", "handed the talk back to the line"),
    "wrote": ("skrev til kandidaten", "wrote to the candidate"),
    "seen_to": ("tog sig af: {need}", "saw to: {need}"),
    "authorisation_verified": (
        "slog autorisationen som {role} op og fandt den",
        "looked up the authorisation as {role} and found it",
    ),
    "authorisation_not_found": (
        "slog autorisationen som {role} op og fandt den ikke",
        "looked up the authorisation as {role} and did not find it",
    ),
    "hired": ("markerede kandidaten som ansat", "marked the candidate as hired"),
    "withdrawn": ("markerede, at kandidaten ikke søger mere", "marked that the candidate stopped looking"),
    "reopened": ("åbnede søgningen igen", "opened the search again"),
    "signed_in": ("loggede ind", "signed in"),
    # The plan of the whole pool.
    "plan_pinned": ("bestemte, at planen skal foreslå {unit}", "decided that the plan is to propose {unit}"),
    "plan_forbidden": (
        "bestemte, at planen ikke skal foreslå {unit}",
        "decided that the plan is not to propose {unit}",
    ),
    "plan_held": ("holdt kandidaten ude af planen", "left the candidate out of the plan"),
    "plan_freed": ("tog en bestemmelse om planen tilbage", "took back a decision about the plan"),
    "plan_asked": ("bad om en ny plan", "asked for a new plan"),
    "plan_begun": ("begyndte på en ny plan", "began a new plan"),
    "plan_made": ("lavede en ny plan", "made a new plan"),
    # Suggestions and interviews.
    "ranking_kept": ("gemte rangeringen, som den blev vist", "kept the ranking as it was shown"),
    "suggested": ("foreslog kandidaten for {unit}", "suggested the candidate to {unit}"),
    "unit_mailed": ("skrev til {unit}", "wrote to {unit}"),
    "mail_undelivered": ("kunne ikke levere mailen til {unit}", "could not deliver the mail to {unit}"),
    "unit_said_yes": ("vil gerne mødes", "wants to meet"),
    "unit_said_no": ("sagde nej tak", "said no"),
    "unit_gave_reason": ("sagde hvorfor", "said why"),
    "unit_asked": ("skrev en sms om forslaget", "texted about the suggestion"),
    "unit_gave_new_times": ("foreslog nye tider", "suggested new times"),
    "unit_took_answer_back": ("tog sit svar tilbage", "took its answer back"),
    "suggestion_withdrawn": ("trak forslaget til {unit} tilbage", "took back the suggestion to {unit}"),
    "suggestion_expired": ("lod fristen for {unit} løbe ud", "let the deadline of {unit} run out"),
    "times_asked": ("spurgte {unit} om tider", "asked {unit} for times"),
    "interview_offered": ("sendte tider til en samtale", "sent times for an interview"),
    "interview_slot_taken": ("så, at tiden var optaget", "saw that the time was taken"),
    "interview_agreed": ("aftalte en samtale", "agreed an interview"),
    "interview_declined": ("kunne ikke på tiderne", "could not come at those times"),
    "interview_reminded": ("mindede om samtalen", "reminded of the interview"),
    "interview_cancelled": ("aflyste samtalen", "cancelled the interview"),
    "interview_lapsed": ("lod tiderne udløbe uden svar", "let the times lapse without an answer"),
    "outcome_asked": ("spurgte {unit}, hvordan samtalen gik", "asked {unit} how the interview went"),
    "outcome_missing": ("bad en rekrutterer spørge, hvordan samtalen gik", "asked a recruiter to find out how it went"),
    "no_show": ("noterede, at kandidaten ikke kom til samtalen", "noted that the candidate did not come"),
    "not_hired": ("noterede, at samtalen ikke førte til et job", "noted that the interview led to no job"),
    # Units and vacancies.
    "own_page_asked": ("bad om linket til sin egen side", "asked for the link to its own page"),
    "own_page_mailed": ("sendte enheden linket til dens egen side", "sent the unit the link to its own page"),
    "vacancy_added": ("oprettede en stilling", "added a vacancy"),
    "vacancy_changed": ("ændrede en stilling", "changed a vacancy"),
    "vacancy_closed": ("lukkede en stilling", "closed a vacancy"),
    "line_made": ("oprettede linjen", "set up the line"),
    "line_changed": ("ændrede linjen", "changed the line"),
    "travel_used": ("tog en tabel over rejsetider i brug", "put a table of journey times into use"),
    "imported": ("læste rækken ind", "imported the row"),
    "changed_by_import": ("ændrede rækken ved en indlæsning", "changed the row by an import"),
}
PROMISES: Words = {
    "hear_from_us": ("hører fra os", "hears from us"),
    "call_back": ("bliver ringet op", "is called back"),
    "answer": ("får svar på sit spørgsmål", "gets an answer"),
}
HOW: Words = {"call": ("ringede", "called"), "message": ("skrev", "wrote")}
ACTORS: Words = {
    "candidate": ("Kandidaten", "The candidate"),
    "line": ("Linjen", "The line"),
    "command": ("Driften", "Operations"),
}


@dataclass(frozen=True, slots=True)
class Deed:
    """One entry of the trail, its ids already looked up: names stand here, never in the trail."""

    position: int
    at: datetime
    actor: str
    actor_name: str | None
    verb: str
    data: Mapping[str, Any]
    unit_name: str | None


async def deeds(connection: AsyncConnection, house: House, stream_id: int) -> list[Deed]:
    """Everything that happened to a candidacy, a unit or a vacancy, the newest first."""
    names = await recruiter_names(connection)
    rows = (
        await connection.execute(
            select(event)
            .where(event.c.stream_id == stream_id, event.c.employer_id == house.employer.id)
            .order_by(event.c.position.desc())
        )
    ).all()
    wanted = {number for row in rows if isinstance(number := row.data.get("unit"), int)}
    wanted |= {int(tail) for row in rows if (tail := row.actor.removeprefix("unit:")) != row.actor and tail.isdecimal()}
    found = await connection.execute(select(unit.c.id, unit.c.name).where(unit.c.id.in_(wanted)))
    keepers = _keepers(rows)
    units = {row.id: row.name for row in found}
    return [
        Deed(
            row.position,
            row.at,
            keepers.get(row.position, row.actor),
            names.get(keepers.get(row.position, row.actor)) or units.get(_number(row.actor)),
            row.verb,
            row.data,
            units.get(row.data.get("unit") or _number(row.actor)),
        )
        for row in rows
    ]


def _keepers(rows: Sequence[Any]) -> dict[int, str]:
    """Who kept the promises that the line notes as kept, by place in the trail: the recruiter whose act lies beside it.

    A promise is noted as kept right after a recruiter's text, or right before their word that they called or wrote.
    """
    keepers: dict[int, str] = {}
    earlier, kept = "", []
    for row in reversed(rows):
        if row.verb == "kept_promise" and row.actor == "line":
            kept.append(row.position)
            if earlier and row.data.get("how") == "message":
                keepers[row.position] = earlier
            continue
        if row.verb in {"kept_word", "promised_anew"}:
            keepers.update(dict.fromkeys(kept, row.actor))
        kept, earlier = [], row.actor if row.verb == "wrote" else ""
    return keepers


def actor(deed: Deed, language: Language) -> str:
    """Who did it: a name where there is one."""
    return deed.actor_name or word(ACTORS, deed.actor, language)


def sentence(deed: Deed, language: Language) -> str:
    """What was done, to be read after the actor."""
    return word(VERBS, _verb(deed), language).format_map(_Values(deed, language))


def _verb(deed: Deed) -> str:
    """The verb whose words are true of the entry: what was taken back was not told, what was renewed was not kept."""
    if deed.verb == "told" and not deed.data.get("facts") and deed.data.get("withdrawn"):
        return "told_otherwise"
    if deed.verb == "kept_promise" and deed.data.get("how") == "renewed":
        return "promise_replaced"
    return deed.verb


class _Values(dict[str, str]):
    """Fills a sentence from an entry's ids and codes; what an entry does not say becomes a plain word, never an error."""

    def __init__(self, deed: Deed, language: Language) -> None:
        super().__init__()
        self._deed, self._language = deed, language

    def __missing__(self, key: str) -> str:
        value, language = self._deed.data.get(key), self._language
        match key:
            case "unit":
                return self._deed.unit_name or pick(language, "et sted", "a place")
            case "fact":
                return noun(str(value), language) if value else pick(language, "noget", "something")
            case "facts" | "withdrawn":
                names = [noun(str(fact), language) for fact in value or ()]
                return listed(names, language) or pick(language, "noget", "something")
            case "promise":
                return word(PROMISES, str(self._deed.data.get("kind")), language)
            case "how":
                return word(HOW, str(value), language)
            case "role":
                return word(ROLES, str(value), language) if value else ""
            case "need":
                return word(NEEDS, str(value), language).lower() if value else pick(language, "henvendelsen", "it")
            case "until" | "due":
                return _day(value, language)
            case "stage":
                return word(STAGES, str(value), language)
        return str(value or "")


def _day(value: Any, language: Language) -> str:
    try:
        return day_and_year(date.fromisoformat(str(value)[:10]), language)
    except ValueError:
        return pick(language, "senere", "later")


def _number(name: str) -> int:
    tail = name.rpartition(":")[2]
    return int(tail) if name.startswith("unit:") and tail.isdecimal() else 0
