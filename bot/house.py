"""What every room may use: the settings, the database, the clock, the municipality whose line this is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache

from aiohttp import web
from holidays import country_holidays
from sqlalchemy import select

from bot.store.database import Database
from bot.store.tables import employer
from config import roles
from config.files import ConfigFiles
from config.settings import Settings

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Now, with its zone."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Employer:
    """The municipality (or its administration) that runs this line."""

    id: int
    key: str
    name: str
    line_number: str
    phone: str


class UnknownEmployerError(LookupError):
    """The database has no line under the key in JOBLINE_EMPLOYER."""


def no_line(key: str) -> str:
    """What to do when the database has no line under a key."""
    return (
        f"There is no line called {key} (JOBLINE_EMPLOYER) in this database. Make it: "
        'jobline line --name "Sundheds- og Omsorgsforvaltningen" --phone "33 17 00 00"'
    )


@dataclass(frozen=True)
class House:
    """Handed to every room when the service is put together; nothing in it changes while it runs."""

    settings: Settings
    database: Database
    files: ConfigFiles
    employer: Employer
    clock: Clock = system_clock

    def now(self) -> datetime:
        """The present moment in UTC."""
        return self.clock()

    def local(self, moment: datetime) -> datetime:
        """A moment as people here read it off a clock."""
        return moment.astimezone(self.settings.zone)

    def after_working_days(self, moment: datetime, days: int, *, hour: int = 12) -> datetime:
        """`hour` o'clock local time, `days` working days after `moment`: no weekends, no Danish holidays."""
        day = self.local(moment).date()
        while days > 0:
            day += timedelta(days=1)
            if day.weekday() < 5 and day not in _holidays(day.year):
                days -= 1
        return self.on_day(day, hour=hour)

    def on_day(self, day: date, *, hour: int) -> datetime:
        """`hour` o'clock local time on a day."""
        return datetime(day.year, day.month, day.day, hour, tzinfo=self.settings.zone).astimezone(UTC)


@cache
def _holidays(year: int) -> frozenset[date]:
    return frozenset(country_holidays("DK", years=year))


HOUSE: web.AppKey[House] = web.AppKey("house", House)


async def open_house(
    settings: Settings, database: Database, *, files: ConfigFiles | None = None, clock: Clock = system_clock
) -> House:
    """The house of the employer named in the settings. Its roles are those in force from here on.

    Raises UnknownEmployerError if the database has no such line, RolesError if roles.toml cannot be used.
    """
    files = files or ConfigFiles(settings.config_dir)
    roles.use(files)
    async with database.engine.connect() as connection:
        row = (await connection.execute(select(employer).where(employer.c.key == settings.employer))).one_or_none()
    if row is None:
        raise UnknownEmployerError(no_line(settings.employer))
    return House(
        settings=settings,
        database=database,
        files=files,
        employer=Employer(row.id, row.key, row.name, row.line_number, row.phone),
        clock=clock,
    )
