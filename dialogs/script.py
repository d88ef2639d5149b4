"""A dialog is a script over facts: it runs from the top on every message and stops at the first thing it does not know."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dialogs.acts import Act
from dialogs.facts import Facts, Topic
from dialogs.texts import in_language


class ForeignAwaitError(TypeError):
    """A dialog awaited something that is not a question of its script. Dialogs do no I/O."""


class StaleQuestionError(RuntimeError):
    """A question ended a turn and was resumed: a dialog swallowed the end of its turn."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The question that is open. options: what the numbers 1, 2, ... stand for, when they were shown.

    about: what the question is about when a later answer must not be taken for another one's (an interview's id).
    """

    topics: tuple[Topic, ...]
    options: tuple[str, ...] = ()
    values: tuple[Any, ...] = ()
    about: int | None = None

    def to_json(self) -> dict[str, Any]:
        """As the conversation keeps it."""
        return {
            "topics": [[topic.name, list(topic.facts)] for topic in self.topics],
            "options": list(self.options),
            "values": list(self.values),
            "about": self.about,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any] | None) -> Asked | None:
        """As it was kept; a stored value that no longer reads is treated as unknown."""
        try:
            if not data:
                return None
            topics = tuple(Topic(str(name), tuple(map(str, facts))) for name, facts in data["topics"])
            return cls(topics, tuple(data["options"]), tuple(data["values"]), data["about"]) if topics else None
        except (KeyError, TypeError, ValueError):
            return None


class _Question:
    """Ends the turn when awaited: the driver sees it, keeps what was asked, and closes the dialog."""

    __slots__ = ("asked",)

    def __init__(self, asked: Asked) -> None:
        self.asked = asked

    def __await__(self) -> Generator[_Question, None, None]:
        yield self
        raise StaleQuestionError(self.asked.topics[0].name)


@dataclass
class Script:
    """What a dialog holds in its hand while it runs: what is known, and the means to speak.

    facts: what stands now. said: names of lines that were said in this conversation. doubts: for a fact's name, a question
    to put instead of the ordinary one, because the candidate said something that reads two ways.
    """

    facts: Facts
    language: str = "da"
    said: frozenset[str] = frozenset()
    doubts: Mapping[str, tuple[str, tuple[str, ...], tuple[Any, ...]]] = field(default_factory=dict)
    spoken: list[str] = field(default_factory=list)
    newly_said: list[str] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    questions: int = 0  # How many of the last things spoken are questions, one a topic.

    def say(self, line: str, *, once: str, **values: Any) -> None:
        """Says a line if this conversation has not heard it; `once` is its name for ever, whatever its wording."""
        if once not in self.said and once not in self.newly_said:
            self.newly_said.append(once)
            self.tell(line, **values)

    def tell(self, line: str, **values: Any) -> None:
        """Says a line now."""
        self.spoken.append(in_language(self.language, line).format(**values))

    def do(self, act: Act) -> None:
        """Asks the service for something only it can do; it happens in this turn's transaction."""
        self.acts.append(act)

    async def ask(
        self,
        topic: Topic,
        question: str,
        *,
        options: Sequence[tuple[str, Any]] = (),
        about: int | None = None,
        **values: Any,
    ) -> Any:
        """The fact if it is known; otherwise the turn ends with the question.

        options: pairs of what the candidate sees beside 1, 2, ... and what choosing it means.
        """
        if topic.known(self.facts):
            return topic.value(self.facts)
        if topic.facts[0] in self.doubts:
            return await self._doubt(topic)
        self.tell(question, **values)
        await _Question(
            Asked((topic,), tuple(label for label, _ in options), tuple(value for _, value in options), about)
        )
        return None

    async def ask_all(self, *questions: tuple[Topic, str], at_most: int = 3, **values: Any) -> None:
        """Asks for everything here that is not known, `at_most` at a time, in one text; returns when all is known."""
        unknown = [(topic, question) for topic, question in questions if not topic.known(self.facts)]
        for topic, _ in unknown:
            if topic.facts[0] in self.doubts:
                await self._doubt(topic)
        if unknown:
            for _, question in unknown[:at_most]:
                self.tell(question, **values)
            self.questions = len(unknown[:at_most])
            await _Question(Asked(tuple(topic for topic, _ in unknown[:at_most])))

    async def _doubt(self, topic: Topic) -> None:
        question, options, meanings = self.doubts[topic.facts[0]]
        self.spoken.append(question)
        await _Question(Asked((topic,), options, meanings))


Dialog = Callable[[Script], Awaitable[None]]


def run(dialog: Dialog, script: Script) -> Asked | None:
    """Runs the dialog from the top. Returns the question it stopped at, None if it came to its end.

    Raises ForeignAwaitError when the dialog awaited anything but its script.
    """
    walk: Any = dialog(script).__await__()
    try:
        step = walk.send(None)
    except StopIteration:
        return None
    finally:
        walk.close()
    if not isinstance(step, _Question):
        raise ForeignAwaitError(f"a dialog awaited {type(step).__name__}; it may await only its script's questions")
    return step.asked
