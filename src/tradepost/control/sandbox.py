"""The published cases of Amazon's static sandbox: imported, listed, forgotten."""

from __future__ import annotations

from collections import Counter

import msgspec
from starlette.responses import Response

from tradepost.control.calls import Call, answer
from tradepost.errors import InvalidInput, NotFound
from tradepost.sandbox.cases import Case
from tradepost.sandbox.published import Model

_NAME_LENGTH = 100
_STATUSES = range(200, 600)


class Import(msgspec.Struct, forbid_unknown_fields=True):
    """The cases of one published model."""

    cases: list[Case] = []
    dynamic: list[str] = []


class Strictness(msgspec.Struct, forbid_unknown_fields=True):
    """Whether requests are refused that no case is for."""

    strict: bool


async def show(call: Call) -> Response:
    """``GET sandbox``: what was imported, and how many cases each operation has."""
    models = await call.installation.sandbox.models()
    counts = Counter(case.operation for model in models.values() for case in model.cases)
    return answer(
        {
            "strict": call.installation.sandbox.strict,
            "models": [{"name": name, "cases": len(each.cases)} for name, each in sorted(models.items())],
            "operations": [{"operation": key, "cases": count} for key, count in sorted(counts.items())],
        }
    )


async def set_strict(call: Call) -> Response:
    """``PUT sandbox``."""
    wish = await call.body(Strictness)
    await call.installation.sandbox.set_strict(wish.strict)
    return await show(call)


async def put_model(call: Call) -> Response:
    """``PUT sandbox/models/NAME``: keeps the cases of a model, in place of those it had."""
    name, wish = str(call.request.path_params["name"]), await call.body(Import)
    if len(name) > _NAME_LENGTH:
        raise InvalidInput("Invalid Input", f"name: '{name[:40]}…' is longer than {_NAME_LENGTH} characters")
    for index, case in enumerate(wish.cases):
        if case.status not in _STATUSES:
            rule = f"{case.status} is no status of an answer, from {_STATUSES.start} to {_STATUSES.stop - 1}"
            raise InvalidInput("Invalid Input", f"cases[{index}].status: {rule}")
    await call.installation.sandbox.put(Model(name, wish.cases, wish.dynamic))
    return answer({"name": name, "cases": len(wish.cases)})


async def show_model(call: Call) -> Response:
    """``GET sandbox/models/NAME``: the cases of a model. Raises NotFound."""
    name = str(call.request.path_params["name"])
    found = (await call.installation.sandbox.models()).get(name)
    if found is None:
        raise NotFound("The specified resource does not exist.", f"no model '{name[:60]}' was imported")
    return answer(found)


async def clear(call: Call) -> Response:
    """``DELETE sandbox``: 204."""
    await call.installation.sandbox.clear()
    return Response(status_code=204)
