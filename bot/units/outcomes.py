"""How a suggestion ended, in words for the recruiter; none of them ever reaches the candidate as a refusal."""

from __future__ import annotations

from collections.abc import Mapping

from matching.suggestion import DECLINE_REASONS
from wording.language import Language, pick

NOT_SAID = "not_said"  # A leader's bare "NEJ 4711": a no is a no, and asking why comes after.

LEFT = frozenset({"stopped", "erased"})  # The candidate withdrew: what a unit wrote down of them is to go.

OTHERS: Mapping[str, tuple[str, str]] = {
    NOT_SAID: ("enheden sagde nej tak uden at sige hvorfor", "the unit said no without saying why"),
    "no_answer": ("enheden svarede ikke inden fristen", "the unit did not answer in time"),
    "no_new_times": ("enheden foreslog ikke nye tider", "the unit did not suggest new times"),
    "no_reply": ("kandidaten svarede ikke på tiderne", "the candidate did not answer the times"),
    "recruiter": ("trukket tilbage af rekruttering", "withdrawn by recruitment"),
    "undelivered": ("mailen kunne ikke leveres", "the mail could not be delivered"),
    "stopped": ("kandidaten søger ikke mere", "the candidate no longer looks"),
    # That somebody asked to be deleted is nobody else's business: to a unit they look no more.
    "erased": ("kandidaten søger ikke mere", "the candidate no longer looks"),
    "hired": ("ansat", "hired"),
    "no_show": ("kandidaten kom ikke til samtalen", "the candidate did not come to the interview"),
    "not_hired": ("samtalen førte ikke til ansættelse", "the interview led to no job"),
}


def outcome_words(code: str, language: Language) -> str:
    """A code of `suggestion.decline_reason` in words; a code nobody has words for is shown as it is."""
    return pick(language, *(DECLINE_REASONS.get(code) or OTHERS.get(code) or (code, code)))
