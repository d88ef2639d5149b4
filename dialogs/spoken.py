"""Words that may reach a candidate, by type: a dialog's, a notice's, or what a recruiter wrote. Nothing else is sent."""

from __future__ import annotations


class Spoken(str):
    """A text a candidate may read. Made where a dialog's turn ends (`turn`) and where a notice is worded (`notices`)."""

    __slots__ = ()


class Own(Spoken):
    """What a recruiter wrote to a candidate, in the recruiter's own words. Made on the page where it is written."""

    __slots__ = ()
