"""Ids that may stand in addresses and on command lines."""

from __future__ import annotations

from bot.store.public_ids import public_id


def test_no_id_looks_like_an_option_and_none_comes_twice() -> None:
    made = [public_id() for _ in range(2000)]
    assert len(set(made)) == len(made)
    assert all(name[0].isalnum() and len(name) == 16 for name in made)
