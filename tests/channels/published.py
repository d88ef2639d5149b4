"""Published schemas as judges: Twilio's description of its API, Adaptive Cards, Teams manifests. Skips where absent."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

SCHEMAS = Path(__file__).resolve().parents[3] / "shared" / "schemas"


@cache
def published(name: str) -> Any:
    """A schema file kept beside the repository."""
    path = SCHEMAS / name
    if not path.is_file():
        pytest.skip(f"{name} is not on this machine")
    return json.loads(path.read_text(encoding="utf-8"))


def _with_type_lists(node: Any) -> Any:
    """OpenAPI 3.0's `nullable` as JSON Schema says it."""
    if isinstance(node, list):
        return [_with_type_lists(one) for one in node]
    if not isinstance(node, dict):
        return node
    turned = {name: _with_type_lists(value) for name, value in node.items() if name != "nullable"}
    if node.get("nullable") and isinstance(turned.get("type"), str):
        turned["type"] = [turned["type"], "null"]
    return turned


@cache
def twilio_description() -> Any:
    """Twilio's description, judged with type lists."""
    return _with_type_lists(published("twilio-messages-calls.openapi.json"))


def _judge(schema: Any, value: Any) -> None:
    whole = {**schema, "components": twilio_description()["components"]}
    faults = [f"{fault.json_path}: {fault.message}" for fault in Draft202012Validator(whole).iter_errors(value)]
    assert faults == []


def judge_answer(path: str, method: str, status: int, body: Any) -> None:
    """Fails unless `body` is what Twilio's description promises, every described property included."""
    schema = twilio_description()["paths"][path][method]["responses"][str(status)]["content"]["application/json"][
        "schema"
    ]
    _judge(schema, body)
    described = (
        schema.get("properties")
        or twilio_description()["components"]["schemas"]["api.v2010.account.message"]["properties"]
    )
    assert set(body) == set(described)


def judge_create(form: dict[str, str]) -> None:
    """Fails unless a form is a create request as Twilio describes it, without fields it does not know."""
    content = twilio_description()["paths"]["/2010-04-01/Accounts/{AccountSid}/Messages.json"]["post"]["requestBody"]
    schema = content["content"]["application/x-www-form-urlencoded"]["schema"]
    _judge({**schema, "additionalProperties": False}, form)
