"""Words that have no place in a vacancy: nobody may be chosen by sex, origin, age, faith, family or health.

Source: forskelsbehandlingsloven, and since July 2022 a ban on asking for age. A citizen's wish for staff of one sex or
origin cannot be a criterion either. A word here is a question to whoever wrote it, never read as a rule.
"""

from __future__ import annotations

import re

FORBIDDEN = re.compile(
    r"\b(?:kvind\w*|mand|mænd\w*|mandlig\w*|pige|piger|female\w*|wom[ae]n|male (?:nurse|staff|only|applicant)\w*"
    r"|etnisk\w*|ethnic\w*|dansk baggrund|indvandrer\w*|immigrant\w*|nationalitet\w*|danskfødt\w*|hudfarve\w*"
    r"|musli\w*|kriste?n\w*|christian|religio\w*|tørklæde\w*|headscar\w*"
    r"|alder\w*|ung[et]? (?:medarb|koll|ansøg|kandid|menn)\w*|yngre|(?:under|over) \d\d år|years old"
    r"|gravid\w*|pregnan\w*|småbørn\w*|homoseks\w*|fagforening\w*)\b",
    re.IGNORECASE,
)


def forbidden_words(free_text: str) -> list[str]:
    """The words of a vacancy's free text that no vacancy may hold, as written; empty if there are none."""
    return sorted({match.group() for match in FORBIDDEN.finditer(free_text)})
