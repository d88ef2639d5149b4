"""A unit's mailbox on the page: mails as they came, the leader's phone, and answers by text."""

from __future__ import annotations

import re

from aiohttp import web

from bot.demo.handset import ALPHABET, LONGEST
from bot.demo.mailbox import Mail, Mailbox
from bot.demo.twilio_network import PhoneNetwork
from bot.demo.unit_post import boxes, post_of
from bot.house import House
from bot.web.pages import is_partial, render
from bot.web.security import content_policy, nonce
from wording.phones import in_pairs

# A mail is somebody else's words: it may look as it likes, and do nothing but open its links in a tab of their own.
SANDBOX = "allow-same-origin allow-popups allow-popups-to-escape-sandbox"
MAIL_POLICY = (
    f"sandbox {SANDBOX}; default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
HEAD = re.compile(r"<head[^>]*>", re.IGNORECASE)


class MailPages:
    """Boxes, mails and the leader's texts."""

    def __init__(self, house: House, network: PhoneNetwork, mailbox: Mailbox) -> None:
        self._house = house
        self._network = network
        self._mailbox = mailbox

    async def show(self, request: web.Request) -> web.StreamResponse:
        """GET /demo/mailbox and /demo/mailbox/{unit}: the box with the newest mail, or the one asked for."""
        wanted = request.match_info.get("unit")
        async with self._house.database.engine.connect() as connection:
            found = await boxes(connection, self._house, self._mailbox)
            chosen = next((box for box in found if box.public_id == wanted), None)
            if wanted is not None and chosen is None:
                raise web.HTTPNotFound
            if chosen is None and found and (found[0].mails or found[0].texts):
                chosen = found[0]
            post = (
                await post_of(connection, self._house, self._mailbox, self._network, chosen)
                if chosen is not None
                else None
            )
        policy = content_policy(nonce(request)) + "; frame-src 'self'"
        return render(
            request,
            "demo/mailbox.html",
            headers={"Content-Security-Policy": policy},
            boxes=found,
            post=post,
            sandbox=SANDBOX,
            longest=LONGEST,
            alphabet=ALPHABET,
            line_number=in_pairs(self._house.employer.line_number),
        )

    async def letter(self, request: web.Request) -> web.StreamResponse:
        """GET /demo/mailbox/mails/{mail}: a mail's HTML alone, for the frame, where nothing in it can run."""
        mail = self._mail(request)
        if not mail.html:
            raise web.HTTPNotFound
        return web.Response(
            text=HEAD.sub(lambda head: head[0] + '<base target="_blank">', mail.html, count=1),
            content_type="text/html",
            headers={"Content-Security-Policy": MAIL_POLICY, "X-Frame-Options": "SAMEORIGIN"},
        )

    async def file(self, request: web.Request) -> web.StreamResponse:
        """GET /demo/mailbox/mails/{mail}/{number}: a calendar file, to be saved."""
        mail, number = self._mail(request), int(request.match_info["number"])
        if number >= len(mail.appointments):
            raise web.HTTPNotFound
        return web.Response(
            body=mail.appointments[number].raw,
            content_type="text/calendar",
            headers={"Content-Disposition": 'attachment; filename="aftale.ics"'},
        )

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """POST /demo/mailbox/{unit}: `body` is texted to the line from the leader's phone."""
        async with self._house.database.engine.connect() as connection:
            found = await boxes(connection, self._house, self._mailbox)
        box = next((box for box in found if box.public_id == request.match_info["unit"]), None)
        if box is None or not box.leader_phone:
            raise web.HTTPNotFound
        body = str((await request.post()).get("body", "")).replace("\r\n", "\n")[:LONGEST]
        if body.strip():
            await self._network.text_in(box.leader_phone, body)
        if is_partial(request):
            return web.Response(status=204)
        return web.Response(status=303, headers={"Location": f"/demo/mailbox/{box.public_id}#compose"})

    def _mail(self, request: web.Request) -> Mail:
        found = self._mailbox.find(request.match_info["mail"])
        if found is None:
            raise web.HTTPNotFound
        return found
