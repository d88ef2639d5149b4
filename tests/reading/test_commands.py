"""Commands in many wordings, and what resembles them and is none."""

from __future__ import annotations

import pytest

from tests.reading.conftest import Reader

COMMANDS = {
    "stop": (
        "hold nu op med de smser",
        "hold så op med alle de beskeder",
        "nu må i altså holde inde med jeres sms'er",
        "kan i ikke holde op med de beskeder",
        "nu er det nok med de smser",
        "nok med jeres beskeder nu",
        "spar mig for jeres smser",
        "jeg vil have fred for jeres sms'er",
        "jeg er træt af jeres beskeder",
        "drop de smser",
        "gider ikke få alle de sms'er",
        "jeg vil ikke have flere af de der smser",
        "gider ikke skrive med jer mere",
        "gider ikke flere beskeder fra en maskine",
    ),
    "delete": (
        "jeg vil gerne glemmes i jeres system, helt",
        "vil glemmes i jeres system",
        "glem alt om mig",
        "i må gerne glemme mig helt",
        "jeg ønsker at blive glemt",
        "jeg vil gerne glemmes helt",
        "fjern mig fra jeres register",
        "jeg vil ikke stå i jeres system mere",
        "jeg vil ud af jeres system",
        "tag mig ud af systemet",
        "smid mine oplysninger ud",
        "i skal ikke have mit nummer liggende mere",
        "retten til at blive glemt vil jeg bruge",
    ),
    "access": (
        "jeg vil se de oplysninger i har liggende på mig",
        "vil se de oplysninger I har liggende",
        "må jeg se hvad i har liggende på mig",
        "hvad har i liggende om mig",
        "jeg vil gerne have alt hvad i har om mig",
        "send mig de oplysninger i har",
        "kan jeg få de data i har på mig",
        "jeg vil gerne have udleveret mine oplysninger",
        "hvad står der om mig hos jer",
        "kan jeg få en kopi af mine oplysninger",
        "må jeg se mine oplysninger",
    ),
    "human": (
        "gider ikke skrive med en maskine, må jeg få et rigtigt menneske",
        "gider ikke tale med en robot, giv mig et menneske",
        "jeg gider ikke chatte med en computer",
        "orker ikke en robot, jeg vil have en rigtig person",
        "må jeg få et rigtigt menneske",
        "vil hellere skrive med et menneske end en maskine",
        "er der et menneske jeg kan få fat i",
        "jeg skriver ikke med robotter, kan jeg få en rigtig person",
        "magter ikke den her robot, ring til mig",
        "sæt mig over til et menneske",
        "is there someone who speaks English I can call?",
        "is there anyone who speaks english i can talk to",
        "can I call someone who speaks english?",
        "er der nogen jeg kan ringe til",
        "kan en af jer ringe mig op i morgen formiddag",
        "ring til mig i morgen eftermiddag",
        "kan i ringe i aften",
        "må jeg blive ringet op på mandag om formiddagen",
        "kan nogen kontakte mig telefonisk i morgen aften",
    ),
}

NONE = (
    "ssh 30 timer, vil gerne holde op med nattevagter",
    "min chef holder aldrig op med at sende beskeder",
    "hvornår holder i op med at sende beskeder?",
    "er træt af mit job på hospitalet, ssa søger dag",
    "glem det jeg skrev, jeg er ssh og vil have dag",
    "de ældre må ikke glemmes i systemet, jeg er ssa",
    "jeg vil gerne se de stillinger i har",
    "hvilke plejehjem har i på listen?",
    "jeg er et rigtigt menneskemenneske, ssh 30t",
    "hvornår som helst bare ikke før kl 10 lol",
    "kan jeg få de oplysninger I har om stillingen?",
    "jeg er træt af de korte beskeder fra min leder, ssa",
)


@pytest.mark.parametrize(("intent", "text"), [(intent, text) for intent, texts in COMMANDS.items() for text in texts])
def test_a_command_is_heard_in_many_wordings(hear: Reader, intent: str, text: str) -> None:
    reading = hear(text)
    assert reading.intent == intent
    assert not reading.facts


@pytest.mark.parametrize("text", NONE)
def test_what_resembles_a_command_is_none(hear: Reader, text: str) -> None:
    assert hear(text).intent in ("apply", "question", "unclear")


@pytest.mark.parametrize("text", ["hedder Kirsten", "hej, hedder Kirsten og er ssh"])
def test_a_name_without_its_pronoun_is_a_name(hear: Reader, text: str) -> None:
    assert hear(text, asked="first_name").facts["first_name"].value == "Kirsten"


@pytest.mark.parametrize(
    "text", ["min mor hedder Karin, jeg er ssh", "hvad hedder du?", "hvad hedder Karin til efternavn?"]
)
def test_somebody_elses_name_is_not_the_senders(hear: Reader, text: str) -> None:
    assert "first_name" not in hear(text).facts


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("I take class in the evening", "shifts"),
        ("12 på plejehjem Bispebjerg", "areas"),
        ("kan man få fast fridag om onsdagen?", "employment"),
        ("ssh, har aldrig prøvet nattevagt", "shifts_excluded"),
        ("ssh, har ikke arbejdet i hjemmeplejen før", "unit_types_excluded"),
        ("kan en af jer ringe mig op i morgen formiddag", "shifts"),
    ],
)
def test_what_is_only_mentioned_is_no_wish(hear: Reader, text: str, fact: str) -> None:
    assert fact not in hear(text).facts
