"""Every operation as its document has it: whatever is sent, the answer is one that the document names.

Schemathesis makes requests from the OpenAPI document, valid ones and others. No answer is a server error but 501, none
has a status that is not documented, every body fits its schema, and the content type is the documented one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import Case
from schemathesis.checks import CHECKS

from tests.conftest import ServerThread
from tests.shop import BARE
from tradepost.contract.openapi import served_document
from tradepost.reference.told import told
from tradepost.serving import Settings

EXAMPLES = 6
DOCUMENT = msgspec.json.decode(msgspec.json.encode(served_document("1", "http://localhost", told)))
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
NAMES = ("status_code_conformance", "content_type_conformance", "response_schema_conformance")
BOUNDED = settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


@pytest.fixture(scope="module")
def caller(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """A server with the starter scenario and wide usage plans, and the headers of a seller's call."""
    server = ServerThread(Settings(port=0, data=tmp_path_factory.mktemp("data")))
    url = server.start()
    BARE.put(f"{url}/_tradepost/v1/usage-plans", json={"scale": 100_000}).raise_for_status()
    made = BARE.get(f"{url}/_tradepost/v1/credentials").json()
    form = {"grant_type": "refresh_token", **{n: made[n] for n in ("refresh_token", "client_id", "client_secret")}}
    token = BARE.post(f"{url}/auth/o2/token", data=form).json()["access_token"]
    yield url, {"x-amz-access-token": token}
    server.stop()


@SCHEMA.parametrize()
@BOUNDED
def test_every_answer_is_documented(case: Case[Any], caller: tuple[str, dict[str, str]]) -> None:
    url, headers = caller
    response = case.call(base_url=url, headers=headers)
    assert response.status_code < 500 or response.status_code == 501, response.text
    checks: Any = CHECKS.get_by_names(list(NAMES))
    case.validate_response(response, checks=checks)
