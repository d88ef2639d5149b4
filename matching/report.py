"""A plan as a page people read: what it fills, what it proposes and why, what changed, and what is left for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from matching.candidate import Candidate
from matching.decisions import Decisions
from matching.difference import difference
from matching.difference import in_words as change_in_words
from matching.explanation import full_table
from matching.geography import Travel
from matching.proposals import Placement, Plan
from matching.ranking import Ranked, weigh
from matching.ranking_table import estimate_mark, travel_in_words
from matching.rules import Rules
from matching.vacancy import Vacancy
from matching.what_if import opened_in_words, wish_in_words
from matching.worklist import Stuck, candidates_without, units_without
from wording.language import Language, pick
from wording.times import day_and_year


class Report:
    """The page in Markdown, and what it is written from. Names of units come from the vacancies; people have ids only."""

    def __init__(
        self,
        plan: Plan,
        candidates: Sequence[Candidate],
        vacancies: Sequence[Vacancy],
        rules: Rules,
        travel: Travel,
        language: Language,
    ) -> None:
        self._plan, self._rules, self._travel, self._language = plan, rules, travel, language
        self._candidates, self._vacancies = candidates, vacancies
        self._people: Mapping[str, Candidate] = {candidate.id: candidate for candidate in candidates}
        self._posts: Mapping[str, Vacancy] = {vacancy.id: vacancy for vacancy in vacancies}
        self._units: Mapping[str, str] = {vacancy.unit_id: vacancy.unit_name for vacancy in vacancies}

    def text(self, previous: Plan | None = None, decisions: Decisions | None = None) -> str:
        """The whole page. previous, decisions: yesterday's plan and what people settled, for what changed and why."""
        parts = [self._head(), self._proposals()]
        if previous is not None:
            parts.append(self._changes(previous, decisions))
        return "\n\n".join([*parts, self._fills(), self._worklist()]) + "\n"

    def _say(self, danish: str, english: str) -> str:
        return pick(self._language, danish, english)

    def _head(self) -> str:
        plan = self._plan
        openings = sum(unit.openings for unit in plan.units)
        proven = plan.proof.gap == 0
        return "\n".join(
            [
                f"# Plan, {day_and_year(plan.today, self._language)}",
                "",
                self._say(
                    f"{len(plan.placements)} forslag til {openings} ledige stillinger, {plan.score} point i alt.",
                    f"{len(plan.placements)} proposals for {openings} open posts, {plan.score} points in all.",
                ),
                self._say(
                    f"{len(plan.unplaced)} kandidater passer et sted, men pladserne er brugt; "
                    f"{len(plan.without)} passer ingen steder endnu.",
                    f"{len(plan.unplaced)} candidates fit somewhere, but the places are taken; "
                    f"{len(plan.without)} fit nowhere yet.",
                ),
                self._say(
                    f"Regler {plan.rules_version}. "
                    + ("Bevist: ingen plan er bedre." if proven else "IKKE bevist bedst."),
                    f"Rules {plan.rules_version}. " + ("Proven: no plan is better." if proven else "NOT proven best."),
                ),
                travel_in_words(self._travel, self._language),
            ]
        )

    def _proposals(self) -> str:
        lines = (self._proposal(placement) for placement in self._plan.placements)
        return self._section("Forslag", "Proposals", lines)

    def _proposal(self, placement: Placement) -> str:
        post = self._posts[placement.vacancy_id]
        row = weigh(self._people[placement.candidate_id], post, self._rules, self._travel, self._plan.today)
        if isinstance(row, Ranked):
            journey, *others = full_table(row, self._language)
            far = f"{journey.value}{estimate_mark(row, self._travel, self._language)}"
            terms = [f"{journey.label} {journey.points} ({far})"]
            terms += [f"{line.label} {line.points} ({line.value})" for line in others]
            reason = f"{row.score} {self._say('point', 'points')}: {', '.join(terms)}"
        else:
            reason = self._say("uden for reglerne", "outside the rules")
        marks = [
            mark
            for mark, there in (
                (self._say("bestemt af et menneske", "decided by a person"), placement.pinned),
                (self._say("som før", "as before"), placement.stayed),
            )
            if there
        ]
        extra = f" ({', '.join(marks)})" if marks else ""
        return f"{placement.candidate_id} → {post.unit_name}, {post.id}{extra}. {reason}."

    def _changes(self, previous: Plan, decisions: Decisions | None) -> str:
        found = difference(previous, self._plan, decisions)
        lines = [
            f"{change.candidate_id}: {self._place(change.before)} → {self._place(change.after)}. "
            f"{change_in_words(change, self._language)}"
            for change in found.changes
        ]
        kept = self._say(f"Som før: {found.kept}.", f"As before: {found.kept}.")
        return self._section("Ændret siden sidst", "Changed since last time", [*lines, kept])

    def _fills(self) -> str:
        worst = sorted(self._plan.units, key=lambda unit: (unit.filled / max(1, unit.openings), unit.unit_id))
        near = self._say("kandidater, der passer", "candidates who fit")
        of = self._say("af", "of")
        lines = (
            f"{self._units.get(unit.unit_id, unit.unit_id)}: {unit.filled} {of} {unit.openings}; {unit.reachable} {near}"
            for unit in worst
        )
        return self._section("Enhederne, dem med mindst først", "The units, the worst off first", lines)

    def _worklist(self) -> str:
        given = (self._plan, self._candidates, self._vacancies, self._rules, self._travel, self._plan.today)
        people = [f"{row.id}: {self._help(row)}" for row in candidates_without(*given)]
        units = [f"{self._units.get(row.id, row.id)}: {self._unit_help(row)}" for row in units_without(*given)]
        return "\n\n".join(
            [
                self._section("Kandidater, der ikke passer nogen steder", "Candidates who fit nowhere", people),
                self._section("Enheder, som ingen passer til", "Units nobody fits", units),
            ]
        )

    def _help(self, row: Stuck) -> str:
        if row.cause in {"several", "nothing"}:
            return self._say("mere end én ting skal ændres", "more than one thing would have to change")
        return opened_in_words(row.cause, row.value, row.opens, self._language)

    def _unit_help(self, row: Stuck) -> str:
        if row.cause in {"several", "nothing"}:
            return self._say("mere end én ting skal ændres", "more than one thing would have to change")
        wish = wish_in_words(row.cause, row.value, self._language)
        return self._say(f"{wish}: {row.opens} kandidater.", f"{wish}: {row.opens} candidates.")

    def _place(self, vacancy_id: str | None) -> str:
        if vacancy_id is None:
            return self._say("ingen plads", "no place")
        return self._posts[vacancy_id].unit_name if vacancy_id in self._posts else vacancy_id

    def _section(self, danish: str, english: str, lines: Iterable[str]) -> str:
        rows = [f"- {line}" for line in lines] or [self._say("Ingen.", "None.")]
        return "\n".join([f"## {self._say(danish, english)}", "", *rows])
