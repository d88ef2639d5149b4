"""Which kind of router answers at an address, told by what it says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from aiohttp import ClientSession

from bot.travel.osrm import Osrm
from bot.travel.otp import Otp, endpoint
from bot.travel.routers import Router, RouterError
from bot.travel.valhalla import Valhalla
from bot.travel.wire import KNOCKS, SilentError, Wire
from matching.travel_table import MODES

KINDS = ("valhalla", "otp", "osrm")


async def router(session: ClientSession, kind: str, given: str, arrive: datetime) -> Router:
    """The router somebody named: "URL", or "MODE=URL" where it shall serve that mode only.

    kind: one of KINDS, or "router" to find out. Raises RouterError.
    """
    mode, url = _parted(given)
    wire = Wire(session, url)
    if kind == "router":
        kind = await _kind(wire)
    made: Router
    match kind:
        case "valhalla":
            made = Valhalla(wire)
        case "otp":
            made = Otp(Wire(session, endpoint(url)), arrive)
        case _ if mode is None:
            raise RouterError(
                f"{wire.shown} is OSRM, which serves one way to travel: say which, bike={url} or car={url}"
            )
        case _:
            made = Osrm(wire, mode)
    if mode is not None:
        if mode not in made.modes:
            raise RouterError(f"{wire.shown} cannot be asked for {mode}, only for {', '.join(made.modes)}.")
        made.modes = (mode,)
    return made


def by_mode(routers: Sequence[Router], wanted: Sequence[str]) -> dict[str, Router]:
    """Who is asked for each way to travel: the first that serves it. Raises RouterError if nobody serves a wanted one.

    Journey by journey is slow, so OpenTripPlanner is asked for bike and car only where they were wanted by name.
    """
    found: dict[str, Router] = {}
    for one in routers:
        whole = bool(wanted) or not isinstance(one, Otp) or len(one.modes) == 1
        for mode in one.modes if whole else ("transit",):
            found.setdefault(mode, one)
    missing = [mode for mode in wanted if mode not in found]
    if missing:
        raise RouterError(f"None of these servers can be asked for {', '.join(missing)}.")
    return {mode: found[mode] for mode in MODES if mode in found and (not wanted or mode in wanted)}


def _parted(given: str) -> tuple[str | None, str]:
    mode, sign, url = given.partition("=")
    return (mode, url) if sign and mode in MODES else (None, given)


async def _kind(wire: Wire) -> str:
    """Each kind has an answer the others do not give."""
    _, plain = await _looked(wire, "/status")
    if isinstance(plain, dict) and "version" in plain:
        return "valhalla"
    # OSRM does not know this address, and says so in its own way.
    if isinstance(plain, dict) and isinstance(plain.get("code"), str):
        return "osrm"
    for path in ("/otp/", "/"):
        _, plain = await _looked(wire, path)
        if isinstance(plain, dict) and isinstance(plain.get("version"), dict):
            return "otp"
    raise RouterError(f"{wire.shown} is none of {', '.join(KINDS)}; if it is, name its kind: --valhalla URL")


async def _looked(wire: Wire, path: str) -> tuple[int, object]:
    try:
        return await wire.ask(path, attempts=KNOCKS)
    except SilentError:
        raise
    except RouterError:
        return 0, None
