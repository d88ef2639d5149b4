"""A call to the job number: a text goes to the caller, and a person calls back if that was wanted."""

from __future__ import annotations

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.channels.door import Inbound
from bot.house import House
from bot.line import promises, queue
from bot.line.arrivals import Locked, begin_anew, lock_conversations
from bot.line.pen import Pen
from bot.line.talk import write
from bot.store.database import take_ids
from bot.store.tables import message
from dialogs import notices
from wording import times


async def called(house: House, caller: str, call_sid: str, wants_call: bool) -> None:
    """Takes in a call, or the wish of a caller to be called back; each only once, however often the provider says it."""
    said = Inbound("sms", f"{call_sid}:{int(wants_call)}", caller, house.employer.line_number, "", house.now())
    async with house.database.transaction() as connection:
        locked = (await lock_conversations(connection, house, [said]))["sms", caller]
        if await _heard_before(connection, locked, said.provider_id):
            return
        locked = (await begin_anew(connection, house, [locked])).get((locked.channel, locked.address), locked)
        pen = Pen(house)
        (number,) = await take_ids(connection, 1)
        pen.hear(locked, said, number, "(opkald: ring mig op)" if wants_call else "(opkald)")
        pen.happen(locked.candidacy_id, "candidate", "called", {"wants_call": wants_call})
        await pen.write(connection)
        await queue.look(connection, locked.candidacy_id, "call")
        due = await promises.make(connection, house, locked.candidacy_id, "call_back")
        line = notices.CALL_BACK if wants_call else notices.WRITE_HERE
        words = line.told(locked.language, due=times.in_full(house.local(due), locked.language))
        await write(connection, house, locked.id, words)
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
