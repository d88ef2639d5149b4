"""How far one person has come, and what to try next: the demo's own guide from a first text to an interview."""

from __future__ import annotations

from dataclasses import dataclass

from bot.demo.known import Known
from bot.web.language import danish

STEPS = (
    danish("Skriver"),
    danish("Bekræfter"),
    danish("Foreslås"),
    danish("Stedet siger ja"),
    danish("Samtale aftalt"),
)
LEFT = frozenset({"withdrawn", "lapsed", "erased"})


@dataclass(frozen=True, slots=True)
class Next:
    """What to do now. words and label: Danish, shown through `_` with `unit` filled in; address: "" for the phone itself."""

    words: str
    label: str = ""
    address: str = ""
    unit: str = ""


def done(known: Known) -> int:
    """How many of STEPS lie behind."""
    placed = known.placed
    if placed is not None and placed.interview in {"agreed", "held"}:
        return 5
    if placed is not None and placed.state == "accepted":
        return 4
    if placed is not None:
        return 3
    if known.stage in {"confirmed", "paused", "hired"}:
        return 2
    return 1 if known.public_id is not None and not known.lacking else 0


def next_step(known: Known) -> Next:
    """What moves this talk on."""
    placed = known.placed
    desk = f"/desk/candidates/{known.public_id}"
    if known.public_id is None:
        return Next(danish("Skriv en sms fra telefonen, eller tryk på et af forslagene."))
    if known.stage in LEFT:
        return Next(danish("Her er samtalen slut. Prøv med en ny telefon."), danish("Ny telefon"), "/demo/phone/new")
    if known.holder:
        return Next(
            danish("En rekrutteringskonsulent har samtalen. Giv den tilbage i køen."), danish("Åbn i køen"), desk
        )
    if placed is None and known.stage == "confirmed":
        return Next(danish("Nu er det rekrutteringens tur: foreslå et sted."), danish("Åbn i køen"), desk)
    if placed is None and not known.lacking:
        return Next(danish("Linjen har det hele. Svar ja, eller skriv det, der skal rettes."))
    if placed is None:
        return Next(danish("Svar på linjens spørgsmål. Alt må stå i én sms, og alt kan rettes."))
    if placed.interview == "held" and known.stage == "confirmed":
        return Next(
            danish("Det blev ikke til noget hos {unit}. Rekrutteringen finder et nyt sted."),
            danish("Åbn i køen"),
            desk,
            placed.unit,
        )
    post = f"/demo/mailbox/{placed.unit_public_id}"
    if placed.state != "accepted":
        return Next(
            danish("{unit} har fået et forslag. Svar for dem fra deres postkasse."),
            danish("Åbn postkassen"),
            post,
            placed.unit,
        )
    if placed.interview == "offered":
        return Next(danish("{unit} foreslår tider. Vælg en på telefonen: svar 1, 2 eller 3."), unit=placed.unit)
    if placed.interview == "held":
        return Next(danish("Samtalen er holdt, og {unit} har sagt, hvordan den gik."), unit=placed.unit)
    if placed.interview == "agreed":
        return Next(
            danish("Begge har aftalen. {unit} har fået den til kalenderen."),
            danish("Åbn postkassen"),
            post,
            placed.unit,
        )
    if not placed.interview:
        return Next(
            danish("Tiderne gælder ikke mere. {unit} er bedt om nye."), danish("Åbn postkassen"), post, placed.unit
        )
    return Next(
        danish("{unit} har sagt ja og kan fortryde lidt endnu. Så kommer tiderne på telefonen."), unit=placed.unit
    )
