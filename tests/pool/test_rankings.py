"""A ranking can be made again byte for byte from what was kept, and what was changed since is named."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.house import House, open_house
from bot.pool.rankings import UnknownRankingError, keep, rank_now, replay
from config.files import SHIPPED, ConfigFiles
from matching.ranking import Ranking
from tests.conftest import Clock
from tests.pool.town import ASSISTANT, a_candidacy, a_unit, a_vacancy, an_answer


async def kept(house: House) -> tuple[int, str]:
    """A candidacy before three vacancies, and the public id of its kept ranking."""
    async with house.database.transaction() as connection:
        near = await a_unit(connection, house, "Solgården")
        far = await a_unit(connection, house, "Bakken", district="Amager Vest", latitude=55.62, longitude=12.57)
        await a_vacancy(connection, house, far, "far")
        await a_vacancy(connection, house, near, "near")
        await a_vacancy(connection, house, near, "night", shifts=["nat"])
        candidacy = await a_candidacy(connection, house, ASSISTANT)
        shown = await rank_now(connection, house, candidacy)
        number = await keep(connection, house, candidacy, shown)
        found = await connection.execute(text("SELECT public_id FROM ranking WHERE id = :id"), {"id": number})
        return candidacy, found.scalar_one()


async def test_the_nearer_comes_first_and_the_unfit_says_why(house: House) -> None:
    await kept(house)
    async with house.database.transaction() as connection:
        candidacy = (await connection.execute(text("SELECT id FROM candidacy"))).scalar_one()
        shown = await rank_now(connection, house, candidacy)
        near = (await connection.execute(text("SELECT id FROM vacancy WHERE reference = 'near'"))).scalar_one()
    assert [row.vacancy_id for row in shown.ranking.eligible] == ["vacancy-near", "vacancy-far"]
    assert [(row.vacancy_id, row.rule) for row in shown.ranking.excluded] == [("vacancy-night", "shift")]
    assert shown.row_ids["vacancy-near"] == near
    assert all(sum(term.points for term in row.terms) == row.score for row in shown.ranking.eligible)


async def test_a_kept_ranking_comes_out_the_same_after_everything_has_moved_on(house: House, clock: Clock) -> None:
    candidacy, name = await kept(house)
    clock.pass_(days=40)
    async with house.database.transaction() as connection:
        await connection.execute(text("UPDATE vacancy SET openings = 0"))
        await connection.execute(text("UPDATE unit SET latitude = 56"))
        await an_answer(connection, house, candidacy, "areas_excluded", ["Amager Øst"])
        again = await replay(connection, name)
    assert again.same, again.faults
    assert again.made == again.stored
    assert Ranking.from_bytes(again.stored).eligible[0].vacancy_id == "vacancy-near"


async def test_inputs_and_rules_are_stored_once(house: House) -> None:
    candidacy, _ = await kept(house)
    async with house.database.transaction() as connection:
        await keep(connection, house, candidacy, await rank_now(connection, house, candidacy))
        counts = await connection.execute(
            text("SELECT (SELECT count(*) FROM ranking), (SELECT count(*) FROM snapshot)")
        )
        assert tuple(counts.one()) == (2, 2)


async def test_rules_of_that_day_are_used_when_others_are_in_force(house: House, tmp_path: Path) -> None:
    _, name = await kept(house)
    changed = (SHIPPED / "rules.toml").read_text().replace("travel = 40\nrole = 25", "travel = 25\nrole = 40")
    (tmp_path / "rules.toml").write_text(changed)
    later = await open_house(house.settings, house.database, files=ConfigFiles(tmp_path), clock=house.clock)
    async with house.database.transaction() as connection:
        candidacy = (await connection.execute(text("SELECT id FROM candidacy"))).scalar_one()
        now = await rank_now(connection, later, candidacy)
        again = await replay(connection, name)
    assert again.same
    assert now.ranking.to_bytes() != again.stored


async def test_a_changed_rules_file_is_read_again(house: House, tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_bytes((SHIPPED / "rules.toml").read_bytes())
    own = await open_house(house.settings, house.database, files=ConfigFiles(tmp_path), clock=house.clock)
    async with house.database.transaction() as connection:
        candidacy = await a_candidacy(connection, house, ASSISTANT)
        before = await rank_now(connection, own, candidacy)
        newer = (SHIPPED / "rules.toml").read_text().replace('version = "', 'version = "newer-')
        (tmp_path / "rules.toml").write_text(newer)
        after = await rank_now(connection, own, candidacy)
    assert after.ranking.rules_version == "newer-" + before.ranking.rules_version


@pytest.mark.parametrize(
    ("tampering", "named"),
    [
        ("UPDATE ranking SET result = replace(encode(result, 'escape'), 'near', 'naer')::bytea", "result"),
        ("DELETE FROM snapshot WHERE digest = (SELECT inputs FROM ranking)", "inputs are missing"),
        (
            "UPDATE snapshot SET body = body || ' '::bytea WHERE digest = (SELECT rules FROM ranking)",
            "rules were changed",
        ),
        ("DELETE FROM event", "audit trail does not know"),
        ("UPDATE snapshot SET body = '{'::bytea WHERE digest = (SELECT inputs FROM ranking)", "inputs were changed"),
    ],
)
async def test_tampering_is_named(house: House, tampering: str, named: str) -> None:
    _, name = await kept(house)
    async with house.database.transaction() as connection:
        await connection.exec_driver_sql(tampering)
        again = await replay(connection, name)
    assert not again.same
    assert any(named in fault for fault in again.faults), again.faults


async def test_the_changed_part_of_the_inputs_is_named(house: House) -> None:
    _, name = await kept(house)
    async with house.database.transaction() as connection:
        body = (
            await connection.execute(text("SELECT body FROM snapshot JOIN ranking ON digest = inputs"))
        ).scalar_one()
        plain = json.loads(bytes(body))
        plain["parts"]["candidate"]["areas"] = ["Valby"]
        await connection.execute(
            text("UPDATE snapshot SET body = :body WHERE digest = (SELECT inputs FROM ranking)"),
            {"body": json.dumps(plain).encode()},
        )
        again = await replay(connection, name)
    assert again.faults == ("the stored inputs were changed: candidate",)
    assert again.made is None


async def test_a_ranking_nobody_kept_is_named(house: House) -> None:
    async with house.database.transaction() as connection:
        with pytest.raises(UnknownRankingError, match="nothing-like-it"):
            await replay(connection, "nothing-like-it")
