"""The one place where the parts meet: build_app puts the service together, run_worker its jobs."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from aiohttp import ClientSession, DummyCookieJar, web
from procrastinate import RetryStrategy

import bot.desk
import bot.privacy
import bot.units
import bot.web
from bot.channels.door import Door, Doors, Inbound, StatusReport
from bot.channels.sms import SmsWebhooks
from bot.channels.sms_door import SmsDoor
from bot.channels.teams import TeamsAdapter, TeamsApp, TeamsDoor, TeamsWebhook
from bot.channels.twilio_account import TwilioAccount
from bot.channels.voice import VoiceWebhooks
from bot.channels.web_door import WebDoor, stored_messages
from bot.channels.webchat import WebChat
from bot.house import HOUSE, Clock, House, open_house, system_clock
from bot.line import acts, calls, status, tasks
from bot.line.inbox import Inbox
from bot.line.outbox import Outbox
from bot.line.turns import Voice
from bot.pool.rulebook import posts_beside
from bot.store.database import Database
from bot.units import meetings
from bot.units.answers import answer_by_text
from bot.web import MAX_BODY
from bot.web.live import HUB
from config.files import ConfigFiles
from config.settings import Settings
from dialogs.reading import Lexicon
from dialogs.situation import Answered

INBOX: web.AppKey[Inbox] = web.AppKey("inbox", Inbox)

# What runs by the clock: name, cron line. Everything else is put into a transaction by somebody's act.
REGULAR = {
    "line.sweep": "* * * * *",
    "line.reconcile": "*/5 * * * *",
    "desk.count": "15 5 * * *",
    "privacy.purge": "25 3 * * *",
    "privacy.lapse": "40 3 * * *",
    "privacy.ask_again": "10 9 * * 1-5",  # A text to people comes in their daytime, on a working day.
}
AGAIN = RetryStrategy(max_attempts=10, exponential_wait=3)


@dataclass(frozen=True)
class Service:
    """The parts, put together. session: what the doors send with; closed with the service."""

    house: House
    voice: Voice
    inbox: Inbox
    outbox: Outbox
    session: ClientSession
    sms: SmsDoor
    account: TwilioAccount
    teams: TeamsApp
    teams_adapter: TeamsAdapter | None

    async def close(self) -> None:
        """Waits for what is under way, then closes what was opened here."""
        await self.inbox.close()
        await self.outbox.idle()
        await self.session.close()


SERVICE: web.AppKey[Service] = web.AppKey("service", Service)


@cache
def lexicon(files: ConfigFiles) -> Lexicon:
    """The words the line reads, built once a process; a changed file takes a restart."""
    return Lexicon.load(files)


def approved_answers(files: ConfigFiles) -> Mapping[str, Answered]:
    """config/answers.toml as the dialog wants it: by topic, the text in each language."""
    found = {}
    for topic, entry in files.toml("answers.toml").items():
        if isinstance(entry, dict) and "da" in entry:
            words = {"da": entry["da"], "en": entry.get("en", entry["da"])}
            found[topic] = Answered(words, bool(entry.get("refer")), entry.get("valid_until"))
    return found


async def open_service(settings: Settings, database: Database, *, clock: Clock = system_clock) -> Service:
    """Everything but the pages: the house, the doors, the inbox, and the jobs registered by name."""
    house = await open_house(settings, database, clock=clock)
    voice = Voice(
        lexicon=lexicon(house.files),
        answers=approved_answers(house.files),
        notes=acts.NOTES,
        actors={**acts.ACTORS, **meetings.ACTORS, **bot.privacy.ACTORS},
        beside=posts_beside(house),
    )
    account = TwilioAccount.of(settings)
    session = ClientSession(cookie_jar=DummyCookieJar())
    sms = SmsDoor(account, session, clock)
    teams = TeamsApp.of(settings)
    adapter = TeamsAdapter(teams, session, clock) if teams.enabled else None
    doors: dict[str, Door] = {"sms": sms, "web": WebDoor(database)}
    if adapter is not None:
        doors["teams"] = TeamsDoor(adapter, teams)
    outbox = Outbox(house, Doors(doors))
    service = Service(
        house=house,
        voice=voice,
        outbox=outbox,
        inbox=Inbox(house, voice, outbox, answer_by_text),
        session=session,
        sms=sms,
        account=account,
        teams=teams,
        teams_adapter=adapter,
    )
    _register_jobs(service)
    return service


def _register_jobs(service: Service) -> None:
    house = service.house
    listing = service.sms.listing if service.account.from_number else None
    jobs = (
        tasks.tasks(house, service.voice, service.outbox, service.inbox, listing)
        | bot.units.tasks(house)
        | bot.privacy.tasks(house)
        | bot.desk.tasks(house)
    )
    for name, function in jobs.items():
        house.database.jobs.task(name=name, retry=AGAIN)(function)
    for name, cron in REGULAR.items():
        _by_clock(house.database, name, cron, jobs[name])


def _by_clock(database: Database, name: str, cron: str, function: tasks.Job) -> None:
    """The same job again at the times of `cron`; never twice at once, however many workers there are."""

    async def run(timestamp: int) -> None:
        await function()

    task = database.jobs.task(name=f"{name}.by_clock", queueing_lock=name)(run)
    database.jobs.periodic(cron=cron)(task)


async def build_app(
    settings: Settings,
    database: Database,
    *,
    clock: Clock = system_clock,
    more: Callable[[Service], list[web.RouteDef]] | None = None,
) -> web.Application:
    """The web application. The caller has opened the database's jobs and runs a worker somewhere.

    more: routes of the demo, given the service.
    """
    service = await open_service(settings, database, clock=clock)
    house = service.house
    app = web.Application(client_max_size=MAX_BODY)
    app[HOUSE] = house
    app[INBOX] = service.inbox
    app[SERVICE] = service
    bot.web.install(app, house)

    app.add_routes(_doorways(service, app, clock))
    app.add_routes(bot.units.routes(house))
    app.add_routes(bot.desk.routes(house))
    if more is not None:
        app.add_routes(more(service))

    async def life(_: web.Application) -> AsyncIterator[None]:
        yield
        await service.close()

    app.cleanup_ctx.append(life)
    return app


def _doorways(service: Service, app: web.Application, clock: Clock) -> list[web.RouteDef]:
    """The routes by which providers and visitors come in."""
    house, receive = service.house, service.inbox.receive

    async def report(said: StatusReport) -> None:
        await status.report(house, said)

    async def called(caller: str, call_sid: str, wants_call: bool) -> None:
        await calls.called(house, caller, call_sid, wants_call)

    async def joined(inbound: Inbound) -> None:
        await receive(replace(inbound, text="JOB"))

    routes = SmsWebhooks(service.account, receive, report, clock).routes()
    routes += VoiceWebhooks(service.account, house.employer.name, called).routes()
    routes += WebChat(house.settings, receive, stored_messages(house, app[HUB]), clock).routes()
    if service.teams_adapter is not None:
        routes += TeamsWebhook(service.teams, service.teams_adapter, receive, clock, joined).routes()
    return routes


async def run_worker(database: Database, *, concurrency: int = 10) -> None:
    """Works off jobs until cancelled; finished ones are removed, failed ones kept for `jobline doctor` to name."""
    await database.jobs.run_worker_async(
        concurrency=concurrency, install_signal_handlers=False, delete_jobs="successful", listen_notify=True
    )
