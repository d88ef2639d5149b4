"""A stable way to order equals: a number from two ids that nobody chose and nobody can aim for."""

from __future__ import annotations

from hashlib import blake2b

MASK = (1 << 64) - 1
FIRST = 0xBF58476D1CE4E5B9
SECOND = 0x94D049BB133111EB


def seed(identifier: str) -> int:
    """64 bits of an id."""
    return int.from_bytes(blake2b(identifier.encode(), digest_size=8).digest(), "little")


def tie(one: int, other: int) -> int:
    """64 bits of a pair of seeds, the same whichever comes first (the finalizer of splitmix64, by Sebastiano Vigna).

    A mix of two stored numbers, and not a hash of two strings, since columns of thousands of pairs need it at once.
    """
    mixed = one ^ other
    mixed = (mixed ^ (mixed >> 30)) * FIRST & MASK
    mixed = (mixed ^ (mixed >> 27)) * SECOND & MASK
    return mixed ^ (mixed >> 31)
