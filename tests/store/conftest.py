"""Databases with nothing in them, for what makes tables."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from tests.conftest import database_url


@contextmanager
def an_empty_database(server: str) -> Iterator[str]:
    name = f"bare_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    yield database_url(server, name)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture
def bare(postgres: str) -> Iterator[str]:
    """The address of a database with nothing in it."""
    with an_empty_database(postgres) as url:
        yield url


@pytest.fixture
def other_bare(postgres: str) -> Iterator[str]:
    """The address of another one."""
    with an_empty_database(postgres) as url:
        yield url
