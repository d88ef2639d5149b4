"""A call to the job number: a text goes to the caller, and a person calls back if that was wanted."""

from __future__ import annotations

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.channels.door import Inbound
from bot.house import House
from bot.line import promises, queue
from bot.line.arrivals import Locked, lock_conversations
from bot.line.pen import Pen
from bot.line.talk import write
from bot.store.database import take_ids
from bot.store.tables import message
from wording import times

WRITE_HERE = {
    "da": "Hej! Du ringede til joblinjen. Skriv dit fag, hvor i byen og hvor mange timer, fx: SOSU-hjælper, Valby, 30 timer. "
    "Skriv MENNESKE for en person.",
    "en": "Hi! You called the job line. Write your profession, where in the city and how many hours, for example: "
    "SOSU-hjælper, Valby, 30 hours. Write MENNESKE for a person.",
}
CALL_BACK = {
    "da": "Tak for dit opkald til joblinjen. En kollega ringer til dig senest {due}. Du kan også bare skrive her.",
    "en": "Thank you for calling the job line. A colleague calls you by {due}. You can also just write here.",
}


async def called(house: House, caller: str, call_sid: str, wants_call: bool) -> None:
    """Takes in a call, or the wish of a caller to be called back; each only once, however often the provider says it."""
    said = Inbound("sms", f"{call_sid}:{int(wants_call)}", caller, house.employer.line_number, "", house.now())
    async with house.database.transaction() as connection:
        locked = (await lock_conversations(connection, house, [said]))["sms", caller]
        if await _heard_before(connection, locked, said.provider_id):
            return
        pen = Pen(house)
        (number,) = await take_ids(connection, 1)
        pen.hear(locked, said, number, "(opkald: ring mig op)" if wants_call else "(opkald)")
        pen.happen(locked.candidacy_id, "candidate", "called", {"wants_call": wants_call})
        await pen.write(connection)
        await queue.look(connection, locked.candidacy_id, "call")
        due = await promises.make(connection, house, locked.candidacy_id, "call_back")
        language = "da" if locked.language == "da" else "en"
        line = CALL_BACK if wants_call else WRITE_HERE
        await write(connection, house, locked.id, line[language].format(due=times.in_full(house.local(due), language)))
        await queue.rethink(connection, [locked.candidacy_id])


async def _heard_before(connection: AsyncConnection, locked: Locked, provider_id: str) -> bool:
    """True if this call was taken in already. Asked under the conversation's lock."""
    found = await connection.execute(
        select(text("1"))
        .select_from(message)
        .where(message.c.conversation_id == locked.id, message.c.provider_id == provider_id)
        .limit(1)
    )
    return found.first() is not None
