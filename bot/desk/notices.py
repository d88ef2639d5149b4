"""What just happened, at the top of the next page, with the way back where there is one."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.desk.profile import Candidacy, find_candidacy
from bot.desk.suggested import Suggested, by_code
from bot.house import House
from bot.web.language import danish

LINES = {
    "suggested": danish("{name} er foreslået for {unit}."),
    "withdrawn_suggestion": danish("Forslaget er trukket tilbage. {name} er i køen igen."),
    "parked": danish("{name} venter til {until}."),
    "parked_without_cpr": danish(
        "{name} venter til {until}. CPR-nummeret i begrundelsen er fjernet: det må ikke stå her."
    ),
    "resumed": danish("{name} er i køen igen."),
    "hired": danish("{name} er markeret som ansat."),
    "withdrawn": danish("{name} søger ikke mere."),
    "reopened": danish("{name} er i køen igen."),
    "settled": danish("Der er taget hånd om henvendelsen fra {name}."),
    "promised": danish("{name} har fået et nyt løfte om svar."),
    "kept": danish("Løftet til {name} er holdt."),
    "taken": danish("Du har samtalen med {name}. Linjen tier, til du giver den tilbage."),
    "handed_back": danish("Linjen har samtalen med {name} igen."),
    "written": danish("Beskeden til {name} er på vej."),
    "noted": danish("Noten er gemt."),
    "noted_without_cpr": danish("Noten er gemt, men CPR-nummeret i den er fjernet: det må ikke stå her."),
    "mended": danish("Rettet. Rangeringen er regnet om."),
    "checked": danish("Autorisationen er tjekket og noteret."),
    "erased": danish("Sletningen er bekræftet."),
    "vacancy_saved": danish("Stillingen er gemt."),
    "vacancy_closed": danish("Stillingen er lukket."),
}
NAMELESS, NAMELESS_WITHIN = danish("Kandidaten"), danish("kandidaten")


@dataclass(frozen=True, slots=True)
class Notice:
    """A line in Danish as a template translates it, with what stands in it. undo: the path a POST goes to.

    suggestion: the one that was made, while it can still be taken back.
    """

    line: str
    name: str
    unit: str
    person: Candidacy | None
    undo: str | None
    code: str = ""

    @property
    def nameless(self) -> str:
        """What stands for a name nobody told: a capital only where the sentence begins with it."""
        begins = self.line.startswith("{name}") or ". {name}" in self.line
        return NAMELESS if begins else NAMELESS_WITHIN


async def notice_of(connection: AsyncConnection, house: House, request: web.Request) -> Notice | None:
    """The notice an address asks for by `did` and `who`; what it says is read from the database, not from the address."""
    did = request.query.get("did", "")
    if did not in LINES:
        return None
    person = await find_candidacy(connection, house, request.query.get("who", ""))
    if person is None:
        return Notice(LINES[did], "", "", None, None) if "{" not in LINES[did] else None
    name = str(person.summary.get("first_name") or "")
    suggestion: Suggested | None = None
    if did == "suggested":
        suggestion = await by_code(connection, house, person.id, request.query.get("code", ""))
        if suggestion is None:
            return None
    return Notice(
        LINES[did],
        name,
        suggestion.unit_name if suggestion else "",
        person,
        _undo(did, person, suggestion),
        suggestion.code if suggestion else "",
    )


def _undo(did: str, person: Candidacy, suggestion: Suggested | None) -> str | None:
    base = f"/desk/candidates/{person.public_id}"
    if did == "suggested" and suggestion is not None and suggestion.unanswered:
        return f"{base}/withdraw"
    if did in {"parked", "parked_without_cpr"} and person.parked_until is not None:
        return f"{base}/resume"
    if did in {"hired", "withdrawn"} and person.stage == did:
        return f"{base}/reopen"
    return None
