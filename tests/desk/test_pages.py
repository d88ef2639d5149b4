"""What the pages of the desk say, and who may see them."""

from __future__ import annotations

from tests.desk.conftest import ANNA, City, Visit


async def test_the_first_in_line_is_open(city: City, visit: Visit) -> None:
    anna = await visit(ANNA)
    page = await anna.get("/desk")
    assert "Mette" in page
    assert "Solgården" in page
    assert "sagde role" in page
