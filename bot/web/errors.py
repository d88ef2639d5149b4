"""When something goes wrong: a page that says what to do, in the visitor's language, without a script."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Final

import structlog
from aiohttp import web
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.web.csrf import FormExpired
from bot.web.keys import Handler, is_webhook
from bot.web.language import danish
from bot.web.pages import is_partial, render
from bot.web.static import PagesIncompleteError

log = structlog.get_logger("web")


@dataclass(frozen=True, slots=True)
class Fault:
    """What the page of a status says: what happened, and what the reader can do now."""

    heading: str
    advice: str


FAULTS: Final = {
    400: Fault(
        danish("Det kunne vi ikke læse"),
        danish("Gå tilbage og prøv igen. Bliver det ved, så ring til os, så hjælper vi."),
    ),
    401: Fault(danish("Log ind først"), danish("Du er ikke logget ind, eller du har været væk for længe.")),
    403: Fault(
        danish("Det har du ikke adgang til"),
        danish("Skal du bruge siden i dit arbejde, så spørg den, der er ansvarlig for joblinjen hos jer."),
    ),
    404: Fault(
        danish("Siden findes ikke"),
        danish("Adressen er måske skrevet forkert, eller siden er flyttet. Gå til forsiden, og find vej derfra."),
    ),
    405: Fault(danish("Sådan kan siden ikke bruges"), danish("Gå til forsiden, og begynd derfra.")),
    413: Fault(
        danish("Det er for stort"),
        danish("Det, du sendte, fylder mere, end vi kan tage imod. Prøv igen med noget mindre."),
    ),
    429: Fault(
        danish("Vent et øjeblik"),
        danish("Der kom mange forespørgsler fra din forbindelse. Prøv igen om et minut."),
    ),
    500: Fault(
        danish("Noget gik galt hos os"),
        danish("Fejlen er noteret. Prøv igen om lidt. Haster det, så ring til os."),
    ),
    503: Fault(
        danish("Vi er lige væk"),
        danish("Siden er tilbage om et øjeblik. Vent et minut, og genindlæs siden."),
    ),
}
EXPIRED: Final = Fault(
    danish("Siden er blevet for gammel"),
    danish("Din handling er ikke udført. Gå tilbage, genindlæs siden, og gør det igen."),
)


@web.middleware
async def explain(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turns every error into an answer the caller can use: a page, a part of one, or a line for a machine.

    Every line logged on the way carries the request's own mark, which the page of a 500 shows to quote on the phone.
    """
    mark = secrets.token_hex(4)
    with structlog.contextvars.bound_contextvars(request=mark):
        return await _explained(request, handler, mark)


async def _explained(request: web.Request, handler: Handler, mark: str) -> web.StreamResponse:
    try:
        return await handler(request)
    except FormExpired as error:
        return _answer(request, error, EXPIRED)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        return _answer(request, error, FAULTS.get(error.status) or FAULTS[500 if error.status >= 500 else 400])
    except PagesIncompleteError as error:
        return _plainly(error)
    except (OperationalError, PoolTimeoutError, ConnectionRefusedError) as error:
        log.error("database_away", error=type(error).__name__)
        return _answer(request, web.HTTPServiceUnavailable(headers={"Retry-After": "10"}), FAULTS[503])
    except DBAPIError as error:
        # Its text may quote the values of the statement, which can be a person's words: the kind must do.
        log.error("statement_failed", error=type(error.orig).__name__)
        return _answer(request, web.HTTPInternalServerError(), FAULTS[500], mark)
    except Exception as error:
        log.exception("unexpected", error=type(error).__name__)
        return _answer(request, web.HTTPInternalServerError(), FAULTS[500], mark)


def _answer(request: web.Request, error: web.HTTPException, fault: Fault, mark: str = "") -> web.Response:
    kept = {
        name: value
        for name, value in error.headers.items()
        if name.lower() in {"retry-after", "allow", "hx-redirect", "www-authenticate"}
    }
    if is_webhook(request) or "application/json" in request.headers.get("Accept", ""):
        return web.Response(text=error.reason, status=error.status, headers=kept)
    template = "parts/fault.html" if is_partial(request) else "fault.html"
    try:
        return render(request, template, status=error.status, headers=kept, fault=fault, code=error.status, mark=mark)
    except PagesIncompleteError as missing:
        return _plainly(missing)


def _plainly(error: PagesIncompleteError) -> web.Response:
    """No page can be made; what is left is the sentence that mends it."""
    return web.Response(text=f"{error}\n", status=503)
