"""The contract as a whole: complete, true to the published models, and made by its generator."""

from __future__ import annotations

import datetime
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openapi_spec_validator import validate

from tradepost.contract import words
from tradepost.contract.examples import decodes
from tradepost.contract.index import OPERATIONS
from tradepost.contract.openapi import served_document, served_modules
from tradepost.contract.operation import Operation
from tradepost.contract.reading import arguments, encoder

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
needs_models = pytest.mark.skipif(not (SHARED / "models").is_dir(), reason="the published models are not here")
MODULES = [module.__name__ for module in served_modules()]


def structs_of(module: str) -> list[type[msgspec.Struct]]:
    """The structs that a module of the contract defines."""
    found = vars(import_module(module)).values()
    own = [each for each in found if isinstance(each, type) and each.__module__ == module]
    return [each for each in own if issubclass(each, msgspec.Struct)]


#: A few values of each of many types: what a failure comes to at the least is not looked for.
_PHASES, _SLOW = [Phase.generate], [HealthCheck.too_slow]


def test_every_operation_has_one_key() -> None:
    keys = [f"{row.module}.{row.id} {row.method}" for row in OPERATIONS]
    assert len(set(keys)) == len(keys)


def test_every_required_operation_is_in_a_module() -> None:
    served = {(each.key, each.method, each.path) for name in MODULES for each in import_module(name).OPERATIONS}
    required = {(f"{row.module}.{row.id}", row.method, row.path) for row in OPERATIONS if row.family}
    assert required - served == set()
    assert len(required) == 203


def test_usage_plans_are_the_same_in_the_index_and_in_the_modules() -> None:
    plans = {(f"{row.module}.{row.id}", row.method): (row.rate, row.burst) for row in OPERATIONS}
    for name in MODULES:
        for each in import_module(name).OPERATIONS:
            assert plans[each.key, each.method] == (each.rate, each.burst)


def test_the_openapi_document_is_valid() -> None:
    validate(json.loads(msgspec.json.encode(served_document("1", "http://localhost"))))


def every_operation() -> Iterator[tuple[dict[str, Any], Operation]]:
    """Each operation as the document shows it, beside its row."""
    document = served_document("1", "http://localhost")
    for module in served_modules():
        for operation in module.OPERATIONS:
            yield document["paths"][operation.path][operation.method.lower()], operation


def test_every_operation_has_words_of_its_own() -> None:
    titles = {name for family in words.families().values() for name in family["modules"]}
    for shown, operation in every_operation():
        assert operation.module in titles
        title = words.title(operation.module, operation.id)
        assert shown["summary"] == f"{operation.id}: {title}"
        assert title != operation.id
        assert 3 < len(title) < 80
        assert len(words.description(operation.module, operation.id)) > 15, operation.key
        for each in shown.get("parameters", []):
            assert each["description"], f"{operation.key}: {each['name']}"


def test_every_body_has_an_example_that_the_contract_takes() -> None:
    for shown, operation in every_operation():
        if operation.body is not None:
            example = shown["requestBody"]["content"]["application/json"]["example"]
            assert decodes(example, operation.body), operation.key


def test_examples_of_parameters_are_taken() -> None:
    for shown, operation in every_operation():
        given = {each["name"]: each["example"] for each in shown.get("parameters", []) if each["required"]}
        path = {p.name: str(given[p.name]) for p in operation.parameters if p.place == "path"}
        query = [
            (p.name, ",".join(map(str, given[p.name])) if p.many else str(given[p.name]))
            for p in operation.parameters
            if p.place == "query" and p.required
        ]
        headers = [
            (p.name.lower().encode(), str(given[p.name]).encode())
            for p in operation.parameters
            if p.place == "header" and p.required
        ]
        body = b""
        if operation.body is not None:
            body = msgspec.json.encode(shown["requestBody"]["content"]["application/json"]["example"])
        arguments(operation, path, query, headers, body)


def test_every_operation_documents_what_the_gateway_answers() -> None:
    for shown, operation in every_operation():
        assert {"400", "403", "413", "414", "429", "431", "500", "501", "503"} <= set(shown["responses"])
        assert ("415" in shown["responses"]) >= (operation.body is not None)
        assert shown["x-usage-plan"] == {"rate": operation.rate, "burst": operation.burst}


def test_an_operation_may_have_an_example_of_its_own_in_its_body() -> None:
    live = {"sellerFulfillmentOrderId": "OLD-1", "createFulfillmentOrder.sellerFulfillmentOrderId": "NEW-1"}
    path = served_document("1", "http://localhost", live=live)["paths"]["/fba/outbound/2020-07-01/fulfillmentOrders"]
    body = path["post"]["requestBody"]["content"]["application/json"]["example"]
    assert body["sellerFulfillmentOrderId"] == "NEW-1"
    assert body["destinationAddress"]["city"] == "Seattle"


def test_grantless_operations_take_a_token_of_the_application() -> None:
    document = served_document("1", "http://localhost")
    found = [each for path in document["paths"].values() for each in path.values() if "x-grantless-scope" in each]
    assert found
    assert all(each["security"] == [{"grantlessToken": []}] for each in found)
    assert document["components"]["securitySchemes"]["grantlessToken"]["name"] == "x-amz-access-token"


def test_live_values_are_the_examples() -> None:
    document = served_document("1", "http://localhost", live={"sellerFulfillmentOrderId": "STARTER-1"})
    path = "/fba/outbound/2020-07-01/fulfillmentOrders/{sellerFulfillmentOrderId}"
    assert document["paths"][path]["get"]["parameters"][0]["example"] == "STARTER-1"


@needs_models
def test_nothing_differs_from_the_published_models(tmp_path: Path) -> None:
    document = tmp_path / "openapi.json"
    document.write_bytes(msgspec.json.encode(served_document("1", "http://localhost")))
    done = subprocess.run(
        [sys.executable, SHARED / "tools" / "contract_diff.py", document], capture_output=True, text=True, check=False
    )
    assert done.stdout.strip().endswith("203 operations compared, 0 differ, 0 differences")


@needs_models
def test_generating_again_changes_nothing(tmp_path: Path) -> None:
    arguments: list[str | Path] = [SHARED / "models", SHARED / "operations.tsv", "--into", tmp_path]
    subprocess.run([sys.executable, "-m", "tools.contract", *arguments], cwd=ROOT, check=True)
    for made in tmp_path.glob("*.py"):
        assert made.read_bytes() == (ROOT / "src/tradepost/contract" / made.name).read_bytes(), made.name


@needs_models
def test_the_generator_takes_every_published_model(tmp_path: Path) -> None:
    arguments: list[str | Path] = [SHARED / "models", SHARED / "operations.tsv", "--all", "--into", tmp_path]
    subprocess.run([sys.executable, "-m", "tools.contract", *arguments], cwd=ROOT, check=True)
    made = sorted(tmp_path.glob("*.py"))
    assert len(made) == len(list((SHARED / "models").glob("*.json"))) + 1
    program = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); [__import__(n) for n in {[p.stem for p in made]!r}]"
    subprocess.run([sys.executable, "-c", program], check=True)


@pytest.mark.parametrize("module", MODULES)
def test_encoding_and_decoding_loses_nothing(module: str) -> None:
    for struct in structs_of(module):
        round_trip(struct)


def round_trip(struct: type[msgspec.Struct]) -> None:
    """A few values of a struct are encoded and decoded, and are what they were."""

    @settings(max_examples=5, deadline=None, suppress_health_check=_SLOW, phases=_PHASES, database=None)
    @given(values(struct, 0))
    def there_and_back(value: Any) -> None:
        raw = encoder.encode(value)
        assert msgspec.json.decode(raw, type=struct) == value
        assert b"null" not in raw or "null" in repr(value)

    there_and_back()


@pytest.mark.parametrize("module", MODULES)
def test_what_is_absent_stays_absent(module: str) -> None:
    leaving_out = [each for each in structs_of(module) if each.__struct_config__.omit_defaults]
    for struct in leaving_out:
        encode_the_least(struct)


def encode_the_least(struct: type[msgspec.Struct]) -> None:
    """A struct that has only what it needs is encoded with nothing else."""
    bare = {each.encode_name for each in msgspec.structs.fields(struct) if each.required}

    @settings(max_examples=1, deadline=None, suppress_health_check=_SLOW, phases=_PHASES, database=None)
    @given(values(struct, 9))
    def encode(value: Any) -> None:
        assert set(json.loads(encoder.encode(value))) == bare

    encode()


def values(kind: Any, depth: int) -> st.SearchStrategy[Any]:
    """Values of a type of the contract; below a depth optional fields are left out."""
    return strategy(msgspec.inspect.type_info(kind), depth)


def strategy(kind: Any, depth: int) -> st.SearchStrategy[Any]:
    info = msgspec.inspect
    if isinstance(kind, info.Metadata):
        return strategy(kind.type, depth)
    if isinstance(kind, info.StructType):
        given_fields = {each.name: strategy(each.type, depth + 1) for each in kind.fields if each.required or depth < 2}
        return st.builds(kind.cls, **given_fields)
    if isinstance(kind, info.UnionType):
        options = [each for each in kind.types if not isinstance(each, info.NoneType)]
        return strategy(options[0], depth)
    if isinstance(kind, info.ListType):
        least = kind.min_length or 0
        return st.lists(strategy(kind.item_type, depth + 1), min_size=least, max_size=max(least, 1))
    if isinstance(kind, info.DictType):
        return st.dictionaries(st.text(max_size=3), strategy(kind.value_type, depth + 1), max_size=1)
    if isinstance(kind, info.StrType):
        return texts(kind.pattern, kind.min_length or 0, kind.max_length)
    if isinstance(kind, info.IntType):
        return st.integers(kind.ge if kind.ge is not None else -(2**53), kind.le if kind.le is not None else 2**53)
    if isinstance(kind, info.FloatType) and kind.multiple_of is not None:
        step = kind.multiple_of
        least, most = int((kind.ge or 0) // step), int((kind.le or 100 * step) // step)
        return (
            st.integers(least, most)
            .map(lambda count: float(count * step))
            .filter(lambda value: value >= (kind.ge or 0))
        )
    if isinstance(kind, info.FloatType):
        return st.floats(allow_nan=False, allow_infinity=False, min_value=kind.ge, max_value=kind.le)
    if isinstance(kind, info.BoolType):
        return st.booleans()
    if isinstance(kind, info.LiteralType):
        return st.sampled_from(list(kind.values))
    if isinstance(kind, info.DateTimeType):
        return st.datetimes(datetime.datetime(1990, 1, 1), timezones=st.just(datetime.UTC))
    if isinstance(kind, info.DateType):
        return st.dates(datetime.date(1990, 1, 1))
    assert isinstance(kind, info.AnyType), kind
    return st.just({"free": [1, "form"]})


def texts(pattern: str | None, least: int, most: int | None) -> st.SearchStrategy[str]:
    if pattern is None:
        return st.text(st.characters(codec="utf-8"), min_size=least, max_size=min(most or least + 8, least + 8))
    counted = re.sub(r"[*+]\\Z$", rf"{{{max(least, 1)},{most or least + 8}}}\\Z", pattern)  # lengths need no filter
    matching = st.from_regex(counted, fullmatch=pattern.endswith(r"\Z"))
    return matching.filter(lambda text: least <= len(text) <= (most or 10**6) and not text.endswith("\n"))
