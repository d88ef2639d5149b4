"""The peer: the same six questions on botbuilder-dialogs, in an environment of its own (requirements.txt). Keeps nothing."""

from __future__ import annotations

import asyncio
import time
from xml.sax.saxutils import escape

from aiohttp import web
from botbuilder.core import BotAdapter, ConversationState, MemoryStorage, TurnContext
from botbuilder.dialogs import DialogSet, DialogTurnResult, DialogTurnStatus, WaterfallDialog, WaterfallStepContext
from botbuilder.dialogs.prompts import PromptOptions, TextPrompt
from botbuilder.schema import Activity, ActivityTypes, ChannelAccount, ConversationAccount, ResourceResponse

QUESTIONS = {
    "role": "Hej! Hvilket fag søger du job i?",
    "where": "Hvor i byen vil du gerne arbejde, og hvor mange timer om ugen?",
    "shifts": "Dag, aften, nat eller weekend?",
    "start": "Hvornår kan du starte, og søger du fast job, afløser eller vikariat?",
    "first_name": "Hvad er dit fornavn?",
}


class Adapter(BotAdapter):
    """Collects what the bot says in the turn, so that the webhook's own answer can carry it."""

    async def send_activities(self, context: TurnContext, activities: list[Activity]) -> list[ResourceResponse]:
        context.turn_state["said"].extend(activity.text for activity in activities)
        return [ResourceResponse(id="1") for _ in activities]

    async def update_activity(self, context: TurnContext, activity: Activity) -> None:
        raise NotImplementedError

    async def delete_activity(self, context: TurnContext, reference: object) -> None:
        raise NotImplementedError


def asking(fact: str, question: str, before: str | None):
    """A step that keeps the answer to the question before and asks the next one."""

    async def step(talk: WaterfallStepContext) -> DialogTurnResult:
        if before is not None:
            talk.values[before] = talk.result
        return await talk.prompt("text", PromptOptions(prompt=Activity(type=ActivityTypes.message, text=question)))

    step.__name__ = fact
    return step


async def sum_up(talk: WaterfallStepContext) -> DialogTurnResult:
    """Says everything back. A text prompt: the library's own yes-or-no prompt does not know "ja"."""
    talk.values["first_name"] = talk.result
    known = ", ".join(talk.values[fact] for fact in ("role", "where", "shifts", "start"))
    words = f"{talk.result}, jeg har skrevet: {known}. Passer det? Svar JA."
    return await talk.prompt("text", PromptOptions(prompt=Activity(type=ActivityTypes.message, text=words)))


async def thank(talk: WaterfallStepContext) -> DialogTurnResult:
    """The end: a promise, and the talk is over."""
    await talk.context.send_activity(f"Tak, {talk.values['first_name']}! Du hører fra os senest tirsdag kl. 12.")
    return await talk.end_dialog(talk.values)


class Bot:
    """Turns of the dialog over ConversationState in memory, as the library's samples do it."""

    def __init__(self) -> None:
        self.state = ConversationState(MemoryStorage())
        self.dialogs = DialogSet(self.state.create_property("DialogState"))
        facts = list(QUESTIONS)
        steps = [asking(fact, QUESTIONS[fact], before) for fact, before in zip(facts, [None, *facts], strict=False)]
        self.dialogs.add(WaterfallDialog("application", [*steps, sum_up, thank]))
        self.dialogs.add(TextPrompt("text"))
        self.adapter = Adapter()

    async def turn(self, context: TurnContext) -> None:
        """One text: goes on with the talk, or begins one."""
        talk = await self.dialogs.create_context(context)
        result = await talk.continue_dialog()
        if result.status == DialogTurnStatus.Empty:
            await talk.begin_dialog("application")
        await self.state.save_changes(context)

    async def hear(self, request: web.Request) -> web.Response:
        """POST /twilio/sms: the reply stands in the answer."""
        form = await request.post()
        activity = Activity(
            type=ActivityTypes.message,
            id=form["MessageSid"],
            channel_id="sms",
            service_url="http://127.0.0.1",
            text=form["Body"],
            from_property=ChannelAccount(id=form["From"]),
            recipient=ChannelAccount(id=form["To"]),
            conversation=ConversationAccount(id=form["From"]),
        )
        context = TurnContext(self.adapter, activity)
        context.turn_state["said"] = []
        await self.adapter.run_pipeline(context, self.turn)
        words = "".join(f"<Message>{escape(text)}</Message>" for text in context.turn_state["said"])
        return web.Response(text=f"<Response>{words}</Response>", content_type="text/xml")


async def cpu(_: web.Request) -> web.Response:
    """GET /cpu: seconds of a core this process has used."""
    return web.json_response(time.process_time())


async def main() -> None:
    """Serves on a free port of loopback, says which, and goes on until it is ended."""
    application = web.Application()
    application.add_routes([web.post("/twilio/sms", Bot().hear), web.get("/cpu", cpu)])
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(f"http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
