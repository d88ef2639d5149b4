"""SLET leaves no word of a person; a recruiter confirms; then the number goes too, and the trail is whole all the while."""

from __future__ import annotations

from sqlalchemy import select, text

from bot.channels.door import Outcome, Sending
from bot.privacy import forgetting
from bot.store.tables import candidacy, contact_point, snapshot, suggestion, suppression
from tests.due import run_due
from tests.handset import NUMBER
from tests.privacy.everything import traces
from tests.privacy.frederikke import Stage

# Whatever the text said, as words, as codes, and as what was made of them.
WORDS = (
    "Frederikke",
    "sosu-assistent",
    "sosu_assistent",
    "Amager",
    "32 timer",
    '"min": 32',
    "hours_min",
    '"dag"',
    "begrundelse",
    "note om",
)
LAST = "Alt om dig er nu slettet hos joblinjen."


async def test_before(stage: Stage) -> None:
    # A search that finds nothing could also be a search that looks nowhere.
    found = " ".join(traces(stage.url, *WORDS))
    for place in ("answer", "message", "candidacy", "suggestion", "note", "snapshot", "ranking", "contact_point"):
        assert f": {place} " in found, place


async def test_slet_leaves_no_word(stage: Stage) -> None:
    answered = await stage.text("SLET")
    assert len(answered) == 1
    assert answered[0].startswith("Dine svar er slettet")
    assert _outside_the_trail(traces(stage.url, *WORDS)) == []
    search = await stage.row(select(candidacy))
    assert (search.stage, search.needs, search.search) == ("erased", "erase", "")
    taken_back = await stage.row(select(suggestion))
    assert (taken_back.state, taken_back.reason, taken_back.override) == ("withdrawn", "", "")
    assert (await stage.row(select(contact_point))).reply_to == {"user": {"id": "29:x"}}
    assert await stage.row(text("SELECT 1 FROM snapshot s JOIN ranking r ON r.rules = s.digest"))
    assert await stage.whole()


async def test_a_snapshot_another_needs_stays(stage: Stage) -> None:
    async with stage.service.house.database.transaction() as connection:
        # No two candidates' inputs are the same, since their ids stand in them; should they be, the other's stay.
        await connection.execute(
            text(
                "WITH p AS (INSERT INTO person (employer_id, created_at) SELECT employer_id, created_at FROM person "
                "LIMIT 1 RETURNING id), c AS (INSERT INTO candidacy (employer_id, person_id, public_id, created_at) "
                "SELECT k.employer_id, p.id, 'other', k.created_at FROM candidacy k, p LIMIT 1 RETURNING id) "
                "INSERT INTO ranking (employer_id, public_id, candidacy_id, inputs, rules, rules_version, result, clock) "
                "SELECT r.employer_id, 'other', c.id, r.inputs, r.rules, r.rules_version, r.result, r.clock "
                "FROM ranking r, c"
            )
        )
    before = (await stage.row(text("SELECT count(*) AS number FROM snapshot"))).number
    await stage.text("SLET")
    assert (await stage.row(text("SELECT count(*) AS number FROM snapshot"))).number == before
    assert await stage.row(select(snapshot))


async def test_confirmed_by_a_person(stage: Stage) -> None:
    await stage.text("SLET")
    number = (await stage.row(select(candidacy.c.id))).id
    sent = len(stage.network.sent)
    assert await stage.confirm(number)
    assert [(one.address, one.text) for one in stage.network.sent[sent:]] == [(NUMBER, LAST)]
    assert _outside_the_trail(traces(stage.url, *WORDS)) == []
    assert traces(stage.url, NUMBER, NUMBER.removeprefix("+45")) == []
    search = await stage.row(select(candidacy))
    assert (search.needs, search.due_at) == (None, None)
    assert await stage.row(text("SELECT 1 FROM event WHERE verb = 'erasure_confirmed' AND actor = 'recruiter:1'"))
    assert not await stage.row(text("SELECT 1 FROM promise WHERE kept_at IS NULL"))
    assert await stage.whole()
    # A colleague who confirms a moment later changes nothing, and nobody is written to twice.
    assert not await stage.confirm(number)
    assert len(stage.network.sent) == sent + 1


async def test_the_number_stays_until_the_last_word_has_left(stage: Stage) -> None:
    await stage.text("SLET")
    number = (await stage.row(select(candidacy.c.id))).id
    stage.network.ends = [Sending(Outcome.RETRY, error="busy")]
    sent = len(stage.network.sent)
    await stage.confirm(number)
    assert len(stage.network.sent) == sent
    assert (await stage.row(select(contact_point))).address == NUMBER
    stage.clock.pass_(minutes=2)
    await run_due(stage.service)
    stage.clock.pass_(minutes=2)
    await run_due(stage.service)
    assert [one.text for one in stage.network.sent[sent:]] == [LAST]
    assert traces(stage.url, NUMBER) == []


async def test_whoever_said_stop_is_not_written_to(stage: Stage) -> None:
    await stage.text("STOP")
    await stage.text("SLET")
    number = (await stage.row(select(candidacy.c.id))).id
    sent = len(stage.network.sent)
    assert await stage.confirm(number)
    assert stage.network.sent[sent:] == []
    left = traces(stage.url, NUMBER)
    assert len(left) == 1
    assert ": suppression " in left[0]


async def test_a_wish_for_no_offers_is_no_stop(stage: Stage) -> None:
    async with stage.service.house.database.transaction() as connection:
        common = {"employer_id": stage.service.house.employer.id, "channel": "sms", "address": NUMBER}
        await connection.execute(suppression.insert().values(**common, kind="outreach", since=stage.clock()))
    await stage.text("SLET")
    sent = len(stage.network.sent)
    assert await stage.confirm((await stage.row(select(candidacy.c.id))).id)
    assert [one.text for one in stage.network.sent[sent:]] == [LAST]
    assert traces(stage.url, NUMBER) == []


async def test_who_writes_again_keeps_the_new_search_only(stage: Stage) -> None:
    await stage.text("SLET")
    old = (await stage.row(select(candidacy.c.id))).id
    await stage.text("hej igen, jeg er sygeplejerske")
    sent = len(stage.network.sent)
    assert await stage.confirm(old)
    assert [one.text for one in stage.network.sent[sent:]] == [
        "Det, du skrev før, er nu slettet hos joblinjen. Din nye søgning fortsætter."
    ]
    assert (await stage.row(select(contact_point))).address == NUMBER
    assert await stage.text("STATUS")
    assert await stage.row(select(candidacy).where(candidacy.c.id != old, candidacy.c.stage == "telling"))
    assert _outside_the_trail(traces(stage.url, "Frederikke", "begrundelse")) == []


async def test_forgotten_at_once_by_command(stage: Stage) -> None:
    house = stage.service.house
    async with house.database.transaction() as connection:
        person_id = int(await connection.scalar(select(candidacy.c.person_id)) or 0)
        done = await forgetting.forget(connection, house, person_id, actor="command")
    assert (done.searches, done.stop_kept) == (1, False)
    assert _outside_the_trail(traces(stage.url, *WORDS)) == []
    assert traces(stage.url, NUMBER, NUMBER.removeprefix("+45")) == []
    assert await stage.whole()


def _outside_the_trail(found: list[str]) -> list[str]:
    """Without what the trail holds: which fact was told stands there as a code, and its chain must not be broken."""
    return [row for row in found if ": event " not in row]
