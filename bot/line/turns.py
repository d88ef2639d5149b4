"""Turns as the service takes them: lock, recall, let the dialog speak, write, act; for a batch of texts or for none."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.channels.door import Inbound
from bot.house import House
from bot.line import promises, queue
from bot.line.arrivals import Locked, lock_one, sender_of
from bot.line.pen import Pen, Taken
from bot.line.recall import Known, Recalled, recall
from bot.line.talk import Going
from bot.store.database import enqueue, take_ids
from bot.store.driver import run
from bot.web import metrics
from dialogs.acts import Act, Erase, HandOver, Stop
from dialogs.facts import TIMES
from dialogs.hearing import Ears
from dialogs.reading import Lexicon
from dialogs.reading.masking import mask_across
from dialogs.situation import Answered
from dialogs.spoken import Spoken
from dialogs.turn import Turn, take_turn

ADVANCE = "line.advance"
FLOOD = 20  # More texts than this in ten minutes from one number are held and shown to a person.
CHATTER = 30  # More texts than this of ours to one number in a day: two machines talk, or something is wrong.

# Carries out an act in the turn's transaction. What it returns, if anything, is said instead of the turn's own texts.
Actor = Callable[[AsyncConnection, House, Locked, Act], Awaitable[Sequence[Spoken] | None]]


# Writes an act down with the rest of its turn; for what needs no look at the database.
Note = Callable[[Pen, Taken, int], None]


@dataclass(frozen=True)
class Voice:
    """What turns are taken with: the lexicon, the approved answers, the posts beside one's own, and who does which act."""

    lexicon: Lexicon
    answers: Mapping[str, Answered] = field(default_factory=dict)
    beside: Mapping[str, str] = field(default_factory=dict)
    actors: Mapping[type[Act], Actor] = field(default_factory=dict)
    notes: Mapping[type[Act], Note] = field(default_factory=dict)


async def take(
    connection: AsyncConnection,
    house: House,
    voice: Voice,
    known: Known,
    inbounds: Sequence[Inbound],
    gone: Set[int],
) -> Going:
    """Takes a turn for each text; every conversation is locked, and appears once. gone: see Pen."""
    ears = Ears(voice.lexicon, house.local(house.now()).date())
    taken = []
    for inbound in inbounds:
        sender = sender_of(inbound)
        locked, recalled = known.locked[sender], known.recalled[sender]
        body = await _whole(connection, recalled, inbound.text)
        parted = body != inbound.text
        turn = take_turn(recalled.talk, recalled.here, body, ears, pictures=inbound.media, parted_cpr=parted)
        taken.append(Taken(locked, recalled, turn, inbound))
    return await _finish(connection, house, voice, taken, gone)


async def _whole(connection: AsyncConnection, known: Recalled, said: str) -> str:
    """The text without the rest of a CPR number that the text before began; what is kept of that one is masked as well."""
    if known.before is None:
        return said
    number, kept = known.before
    before, rest = mask_across(kept, said)
    if before != kept:
        await run(connection, "UPDATE message SET body = %(body)s WHERE id = %(id)s", {"body": before, "id": number})
        digits = "UPDATE answer SET words = '[cpr]' WHERE message_id = %(id)s AND words ~ '[0-9]{4}'"
        await run(connection, digits, {"id": number})
    return rest


async def advance(connection: AsyncConnection, house: House, conversation_id: int) -> None:
    """After the commit, lets the dialog say what follows from what is known then: an interview to offer, one taken back."""
    await enqueue(connection, house.database, ADVANCE, conversation_id=conversation_id)


async def advance_now(connection: AsyncConnection, house: House, voice: Voice, conversation_id: int) -> Going:
    """A turn without a text. Says nothing if the question it comes to is open already, so a repeated job does no harm."""
    locked = await lock_one(connection, conversation_id)
    recalled = await recall(connection, house, locked, voice)
    turn = take_turn(recalled.talk, recalled.here, None, Ears(voice.lexicon, house.local(house.now()).date()))
    going = await _finish(connection, house, voice, [Taken(locked, recalled, turn, None)])
    if turn.texts and turn.asked is not None and turn.asked.topics[0].name == TIMES.name:
        await promises.keep(connection, house, locked.candidacy_id, "offer")
        await queue.rethink(connection, [locked.candidacy_id])
    return going


async def _finish(
    connection: AsyncConnection, house: House, voice: Voice, taken: Sequence[Taken], gone: Set[int] = frozenset()
) -> Going:
    pen = Pen(house, heads={one.locked.candidacy_id: one.recalled.head for one in taken}, gone=gone)
    acting: list[Taken] = []
    silent: list[tuple[Taken, str]] = []
    for one in taken:
        numbers = iter(await _numbers(connection, one))
        number = next(numbers)
        if one.inbound is not None:
            pen.hear(one.locked, one.inbound, number, one.turn.masked)
        if reason := _better_silent(one):
            pen.happen(one.locked.candidacy_id, "line", "stayed_silent", {"reason": reason})
            metrics.turn_taken("silent")
            silent.append((one, "flood" if reason != "unanswerable" else "human"))
            continue
        metrics.turn_taken(_outcome(one.turn))
        pen.keep(one, number if one.inbound else None)
        if all(type(act) in voice.notes for act in one.turn.acts):
            for act in one.turn.acts:
                pen.happen(one.locked.candidacy_id, one.actor, type(act).__name__.lower())
                voice.notes[type(act)](pen, one, next(numbers))
            for words in one.turn.texts:
                pen.speak(one, next(numbers), words)
        else:
            acting.append(one)
    going = await pen.write(connection)
    for one, need in silent:
        await queue.look(connection, one.locked.candidacy_id, need)
    if acting:
        then = await _act(connection, house, voice, acting, gone)
        going = Going([*going.in_hand, *then.in_hand], [*going.talks, *then.talks])
    return going


async def _numbers(connection: AsyncConnection, one: Taken) -> Sequence[int]:
    """Ids for what a turn writes: the text, what is noted, what is said."""
    wanted = 1 + len(one.turn.acts) + len(one.turn.texts)
    return one.recalled.numbers if wanted <= len(one.recalled.numbers) else await take_ids(connection, wanted)


async def _act(
    connection: AsyncConnection, house: House, voice: Voice, acting: Sequence[Taken], gone: Set[int]
) -> Going:
    """Carries out what was asked for, then says it, so that nothing is said that was not done."""
    pen = Pen(house, gone=gone)
    said: list[tuple[Taken, Spoken, bool]] = []
    for one in acting:
        texts: Sequence[Spoken] = one.turn.texts
        noted = [act for act in one.turn.acts if type(act) in voice.notes]
        for act in one.turn.acts:
            pen.happen(one.locked.candidacy_id, one.actor, type(act).__name__.lower())
            if act not in noted:
                instead = await voice.actors[type(act)](connection, house, one.locked, act)
                texts = instead if instead is not None else texts
        after = replace(one, recalled=await recall(connection, house, one.locked, voice))
        for act, number in zip(noted, await take_ids(connection, len(noted)), strict=True):
            voice.notes[type(act)](pen, after, number)
        last_word = any(isinstance(act, Stop | Erase) for act in one.turn.acts)
        said += [(after, words, last_word) for words in texts]
    for number, (one, words, last_word) in zip(await take_ids(connection, len(said)), said, strict=True):
        pen.speak(one, number, words, last_word=last_word)
    pen.rethought |= {one.locked.candidacy_id for one in acting}
    return await pen.write(connection)


def _outcome(turn: Turn) -> str:
    if any(isinstance(act, HandOver) for act in turn.acts):
        return "handed_over"
    return "asked" if turn.asked else "answered"


def _better_silent(one: Taken) -> str | None:
    """Why the line does not answer this text but shows it to a person; None if it does. A stop is always obeyed.

    own_number: two of our own machines would talk to each other. unanswerable: a sender that takes no texts, such as a
    name. many_texts, many_answers: more than a person writes.
    """
    if one.inbound is None or one.turn.intent in {"stop", "delete"}:
        return None
    if one.inbound.oddity is not None:
        return "own_number" if one.inbound.oddity == "own_number" else "unanswerable"
    if one.recalled.lately >= FLOOD:
        return "many_texts"
    return "many_answers" if one.recalled.said_today >= CHATTER else None
