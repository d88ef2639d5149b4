"""Mail to a unit's leader: written when it is sent, tried until it is taken, known by one Message-ID however often."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

import aiosmtplib
import structlog
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.intake.cells import text as on_one_line
from bot.store.database import enqueue
from bot.store.tables import answer, contact_point, conversation, interview, suggestion, unit
from bot.store.trail import Happening, record
from bot.units import letters
from bot.units.calendar import Appointment, invitation
from bot.units.cases import Case, Place, back_to_queue, lock_case, read_case, read_unit, tell
from bot.units.interview import Interview, by_id, is_over
from bot.units.letters import Letter
from bot.units.links import address_of, own_page_of
from bot.units.outcomes import LEFT
from bot.units.portrait import portrait
from bot.units.suggestions import close, owes_times
from wording.language import Language, pick, word
from wording.work import ROLES

log = structlog.get_logger("units.mail")

# A mail server that is away comes back; after the last attempt, some nine hours, a recruiter is told to call.
ATTEMPTS = 12
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
TIMEOUT = 20.0  # Seconds for one step with the mail server.


@dataclass(frozen=True, slots=True)
class Ready:
    """A mail as it will leave, to whom, and the case it belongs to (None: it is about the unit alone)."""

    to: Place
    case: Case | None
    message: EmailMessage


class UnwritableError(Exception):
    """A mail no mail server could take: an address or a name that is none. Asking again will not help."""

    def __init__(self, to: Place, case: Case | None) -> None:
        super().__init__("unwritable")
        self.to = to
        self.case = case


async def deliver(house: House, kind: str, number: int, attempt: int) -> None:
    """The job `units.mail`: one attempt; what fails for now is put back with a longer wait, what fails for good is told.

    kind: suggestion, withdrawn (number: the suggestion), agreed, cancelled, times_wanted, lapsed, how_it_went (number: the
    interview), own_page (number: the unit).
    At least once: a mail whose acceptance was not heard may leave again under the same Message-ID.
    """
    try:
        async with house.database.transaction() as connection:
            ready = await compose(connection, house, kind, number)
    except UnwritableError as unwritable:
        log.error("undelivered", kind=kind, id=number, error="unwritable")
        async with house.database.transaction() as connection:
            await _undelivered(connection, house, unwritable.to, unwritable.case, kind, "unwritable")
        return
    if ready is None:
        log.info("moot", kind=kind, id=number)
        return
    error = await _send(house, ready.message)
    async with house.database.transaction() as connection:
        if error is None:
            await _sent(connection, house, ready, kind)
        elif error.final or attempt >= ATTEMPTS:
            log.error("undelivered", kind=kind, id=number, error=error.code)
            await _undelivered(connection, house, ready.to, ready.case, kind, error.code)
        else:
            log.warning("retry", kind=kind, id=number, attempt=attempt, error=error.code)
            again = house.now() + wait_after(attempt)
            await enqueue(connection, house.database, "units.mail", at=again, kind=kind, id=number, attempt=attempt + 1)


def wait_after(attempt: int) -> timedelta:
    """How long to wait after a failed attempt: doubling, at most an hour, half of it by chance so that none march."""
    longest = min(FIRST_WAIT * 2 ** (attempt - 1), LONGEST_WAIT)
    return timedelta(seconds=longest.total_seconds() * (0.5 + secrets.randbelow(1000) / 2000))


async def compose(connection: AsyncConnection, house: House, kind: str, number: int) -> Ready | None:
    """The mail as things stand now; None if there is nothing left to say. Raises UnwritableError."""
    if kind == "own_page":
        to = await read_unit(connection, house, number)
        if to is None:
            return None
        return Ready(to, None, _message(house, to, letters.own_page_letter(house, to), kind, number))
    if kind in {"suggestion", "withdrawn"}:
        case = await read_case(connection, house, suggestion.c.id == number)
        letter = await _about_suggestion(connection, house, case, kind) if case else None
        if case is None or letter is None:
            return None
        return Ready(case.unit, case, _message(house, case.unit, letter, kind, number, case))
    meeting = await by_id(connection, house, number)
    case = None if meeting is None else await read_case(connection, house, suggestion.c.id == meeting.suggestion_id)
    if meeting is None or case is None:
        return None
    letter = await _about_interview(connection, house, case, meeting, kind)
    if letter is None:
        return None
    message = _message(house, case.unit, letter, kind, number, case)
    if meeting.chosen is not None and kind in {"agreed", "cancelled", "times_wanted"}:
        await _attach(connection, house, message, case, meeting, cancelled=kind != "agreed")
    return Ready(case.unit, case, message)


async def _about_suggestion(connection: AsyncConnection, house: House, case: Case, kind: str) -> Letter | None:
    if kind == "withdrawn":
        return (
            None
            if case.sent_at is None
            else letters.withdrawn_letter(house, case.unit, role=case.role, left=case.decline_reason in LEFT)
        )
    if case.state != "sent" or case.sent_at is not None or case.answer_by <= house.now():
        return None
    return letters.suggestion_letter(
        house,
        case.unit,
        portrait=await portrait_of(connection, house, case, case.unit.language),
        reason=case.reason,
        answer_by=case.answer_by,
        link=address_of(house, case.id, case.proposed_at),
        code=case.code,
        own_page=own_page_of(house, case.unit),
    )


async def _about_interview(
    connection: AsyncConnection, house: House, case: Case, meeting: Interview, kind: str
) -> Letter | None:
    if kind == "agreed" and meeting.state == "agreed" and meeting.chosen is not None:
        first_name, phone = await who_comes(connection, case.candidacy_id)
        return letters.agreed_letter(
            house,
            case.unit,
            role=case.role,
            first_name=first_name,
            phone=phone,
            at=meeting.chosen,
            place=meeting.place or case.unit.address,
            meets=meeting.meets,
        )
    if kind == "times_wanted" and await owes_times(connection, house, case):
        return letters.times_letter(
            house,
            case.unit,
            role=case.role,
            answer_by=case.answer_by,
            link=address_of(house, case.id, case.proposed_at),
            why=_why(meeting),
            off=meeting.chosen,
        )
    # Where new times are no longer wanted by now, the appointment must still leave the calendar.
    if kind in {"cancelled", "times_wanted"} and meeting.chosen is not None:
        return letters.cancelled_letter(house, case.unit, at=meeting.chosen, left=case.decline_reason in LEFT)
    if kind == "how_it_went" and meeting.chosen is not None and is_over(house, meeting):
        link = address_of(house, case.id, case.proposed_at)
        return letters.outcome_letter(house, case.unit, role=case.role, at=meeting.chosen, link=link)
    return letters.lapsed_letter(house, case.unit, role=case.role) if kind == "lapsed" else None


def _why(meeting: Interview) -> letters.Why:
    if meeting.chosen is None:
        return "declined" if meeting.cancelled_by == "candidate" else "us"
    return "candidate" if meeting.cancelled_by == "candidate" else "us"


async def portrait_of(connection: AsyncConnection, house: House, case: Case, language: Language) -> str:
    """The candidate of a case as the unit may know them, as the profile stands now."""
    from bot.pool.candidates import candidate_of

    district = await connection.scalar(select(unit.c.district).where(unit.c.id == case.unit.id))
    return portrait(await candidate_of(connection, house, case.candidacy_id), str(district), language)


async def who_comes(connection: AsyncConnection, candidacy_id: int) -> tuple[str, str]:
    """First name and phone number of a candidate, for a unit that has an appointment; empty where we know none."""
    name = await connection.scalar(
        select(answer.c.value).where(
            answer.c.candidacy_id == candidacy_id, answer.c.fact == "first_name", answer.c.withdrawn_at.is_(None)
        )
    )
    phone = await connection.scalar(
        select(contact_point.c.address)
        .join(conversation, conversation.c.contact_point_id == contact_point.c.id)
        .where(conversation.c.candidacy_id == candidacy_id, contact_point.c.channel == "sms")
        .order_by(conversation.c.last_inbound_at.desc().nulls_last())
        .limit(1)
    )
    return (name if isinstance(name, str) else ""), str(phone or "")


async def _attach(
    connection: AsyncConnection, house: House, message: EmailMessage, case: Case, meeting: Interview, *, cancelled: bool
) -> None:
    assert meeting.chosen is not None
    if cancelled:
        stamp = await connection.scalar(select(interview.c.cancelled_at).where(interview.c.id == meeting.id))
    else:
        stamp = meeting.agreed_at
    language = case.unit.language
    appointment = Appointment(
        uid=f"{meeting.public_id}@{_domain(house)}",
        at=meeting.chosen,
        stamp=stamp or house.now(),
        summary=f"{pick(language, 'Samtale', 'Interview')}: {word(ROLES, case.role, language)}",
        place=meeting.place or case.unit.address,
        organizer=house.settings.mail_from,
        attendee=case.unit.leader_email,
    )
    method = "CANCEL" if cancelled else "REQUEST"
    file = invitation(appointment, "CANCEL" if cancelled else "REQUEST").decode()
    # Calendars take the alternative part by themselves; people who read mail elsewhere open the attached file.
    message.add_alternative(file, subtype="calendar", params={"method": method})
    name = pick(language, "samtale.ics", "interview.ics")
    message.add_attachment(file, subtype="calendar", filename=name, params={"method": method})


def _message(house: House, to: Place, letter: Letter, kind: str, number: int, case: Case | None = None) -> EmailMessage:
    try:
        return _written(house, to, letter, kind, number)
    except (ValueError, IndexError, MessageError) as error:  # What the library raises for a header it cannot make.
        raise UnwritableError(to, case) from error


def _written(house: House, to: Place, letter: Letter, kind: str, number: int) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    sender = pick(to.language, "Joblinjen", "The job line")
    message["From"] = Address(sender, addr_spec=house.settings.mail_from)
    message["To"] = Address(on_one_line(to.leader_name), addr_spec=to.leader_email)
    message["Subject"] = on_one_line(letter.subject)
    message["Date"] = format_datetime(house.now())
    message["Message-ID"] = f"<{_name_of(house, kind, number)}@{_domain(house)}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers to a machine.
    message["Content-Language"] = to.language
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    return message


def _name_of(house: House, kind: str, number: int) -> str:
    """A unit may ask for its link again and again, and each is a mail of its own; of all others a copy is known as one."""
    return secrets.token_hex(16) if kind == "own_page" else _stable(house, kind, number)


def _stable(house: House, kind: str, number: int) -> str:
    """The same for the same mail, so that a second copy is known as one; tells nothing about how many there are."""
    key = house.settings.secret_key.get_secret_value().encode()
    return hmac.digest(key, f"mail {kind} {number}".encode(), "sha256").hex()[:32]


def _domain(house: House) -> str:
    return house.settings.mail_from.rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class _Failure:
    """Why a mail was not taken. final: asking again will not help."""

    code: str
    final: bool


async def _send(house: House, message: EmailMessage) -> _Failure | None:
    settings = house.settings
    try:
        await aiosmtplib.send(
            message,
            hostname=settings.smtp_host,
            port=settings.smtp_port,
            username=settings.smtp_user or None,
            password=settings.smtp_password.get_secret_value() or None,
            use_tls=settings.smtp_tls == "tls",
            start_tls=settings.smtp_tls == "starttls",
            timeout=TIMEOUT,
        )
    except aiosmtplib.SMTPRecipientsRefused as error:
        codes = [refused.code for refused in error.recipients]
        return _Failure(f"refused_{codes[0]}", final=all(code >= 500 for code in codes))
    except aiosmtplib.SMTPResponseException as error:
        # A wrong password or a full server is ours to mend, not a reason to give the address up.
        ours = isinstance(error, aiosmtplib.SMTPAuthenticationError | aiosmtplib.SMTPConnectResponseError)
        return _Failure(f"smtp_{error.code}", final=error.code >= 500 and not ours)
    except (aiosmtplib.SMTPException, OSError) as error:
        return _Failure(type(error).__name__, final=False)
    except ValueError as error:  # Found only while it is written out: no second attempt would write it otherwise.
        return _Failure(type(error).__name__, final=True)
    return None


async def _sent(connection: AsyncConnection, house: House, ready: Ready, kind: str) -> None:
    case = ready.case
    if case is None:
        await _about_unit(connection, house, ready.to, "own_page_mailed")
        return
    if kind == "suggestion":
        await connection.execute(
            update(suggestion)
            .where(suggestion.c.id == case.id, suggestion.c.sent_at.is_(None))
            .values(sent_at=house.now())
        )
    await tell(connection, house, case, "line", "unit_mailed", kind=kind)


async def _about_unit(connection: AsyncConnection, house: House, to: Place, verb: str, **data: str) -> None:
    deed = Happening(house.employer.id, to.id, "line", verb, house.now(), {"unit": to.id, **data})
    await record(connection, [deed])


async def _undelivered(
    connection: AsyncConnection, house: House, to: Place, case: Case | None, kind: str, code: str
) -> None:
    """A suggestion nobody can have read goes back to the queue; of anything else a recruiter must tell the unit."""
    if case is None:
        await _about_unit(connection, house, to, "mail_undelivered", kind=kind, error=code)
        return
    found = await lock_case(connection, house, case.id)
    assert found is not None
    case, _ = found
    await tell(connection, house, case, "line", "mail_undelivered", kind=kind, error=code)
    if kind == "suggestion" and case.state == "sent" and not (case.unit.wants_text and case.unit.leader_phone):
        await close(connection, house, case, state="withdrawn", reason="undelivered")
    elif kind in {"agreed", "cancelled", "times_wanted", "how_it_went"}:
        from bot.line import queue

        await queue.look(connection, case.candidacy_id, "undelivered")
    await back_to_queue(connection, house, case.candidacy_id)
