"""A unit's mailbox on the page: mails that can do nothing, calendar files, and the leader's answer by text."""

from __future__ import annotations

import aiosmtplib

from tests.demo.conftest import Town
from tests.demo.test_mailbox import INVITATION, mail

HOSTILE = (
    '<html><head><title>x</title></head><body><p>Hej</p><script>document.title = "taken"</script>'
    '<form action="/demo/phone/samira"><input></form><a href="http://127.0.0.1:1/u/abc">Se og svar</a></body></html>'
)


async def sent(town: Town, to: str, *, html: str = HOSTILE) -> None:
    made = mail(html=html)
    made.replace_header("To", to)
    made.add_attachment(INVITATION, maintype="text", subtype="calendar", filename="samtale.ics")
    await aiosmtplib.send(made, hostname=town.demo.settings.smtp_host, port=town.demo.settings.smtp_port)


async def test_an_empty_box_says_what_to_do(town: Town) -> None:
    page = await town.page("/demo/mailbox")
    assert "Ingen post endnu" in page
    assert 'href="/demo/phone"' in page


async def test_a_mail_lies_in_the_box_of_its_unit(town: Town) -> None:
    public_id, address, _ = await town.unit("Solgården")
    await sent(town, address)
    for path in ("/demo/mailbox", f"/demo/mailbox/{public_id}"):
        page = await town.page(path)
        assert "Forslag til Solgården" in page
        assert "Samtale med Samira" in page
    other, _, _ = await town.unit("Strandrøret")
    assert "Forslag til Solgården" not in await town.page(f"/demo/mailbox/{other}")


async def test_a_mail_cannot_do_anything(town: Town) -> None:
    _, address, _ = await town.unit("Solgården")
    await sent(town, address)
    (kept,) = town.demo.mailbox.all()
    page = await town.page("/demo/mailbox")
    assert "allow-scripts" not in page
    assert "document.title" not in page
    async with town.visitor.get(f"{town.base}/demo/mailbox/mails/{kept.id}") as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert "sandbox" in policy
        assert "default-src 'none'" in policy
        assert "allow-scripts" not in policy
        assert '<base target="_blank">' in await answer.text()


async def test_a_calendar_file_can_be_saved(town: Town) -> None:
    _, address, _ = await town.unit("Solgården")
    await sent(town, address)
    (kept,) = town.demo.mailbox.all()
    async with town.visitor.get(f"{town.base}/demo/mailbox/mails/{kept.id}/0") as answer:
        assert answer.content_type == "text/calendar"
        assert "attachment" in answer.headers["Content-Disposition"]
        assert b"Samtale med Samira" in await answer.read()
    for path in ("/demo/mailbox/mails/none", f"/demo/mailbox/mails/{kept.id}/7", "/demo/mailbox/none"):
        async with town.visitor.get(town.base + path) as answer:
            assert answer.status == 404


async def test_a_leader_answers_from_their_own_phone(town: Town) -> None:
    public_id, _, number = await town.unit("Solgården")
    await town.post(f"/demo/mailbox/{public_id}", body="JA 4711")
    (text, *_) = town.demo.standin.talk(number)
    assert (text.sender, text.body, text.webhook_status) == (number, "JA 4711", 200)


async def test_a_leader_without_a_number_answers_from_the_mail(town: Town) -> None:
    public_id, _, number = await town.unit("Strandrøret")
    assert number is None
    assert "svarer fra mailen" in await town.page(f"/demo/mailbox/{public_id}")
