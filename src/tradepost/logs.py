"""The log of a server, on standard error: lines for a person, or an object of JSON a line for what collects logs."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from types import TracebackType
from typing import Literal

import msgspec

from tradepost.gateway.masking import mask_text

Form = Literal["text", "json"]

_TEXT = "%(levelname)s %(name)s: %(message)s"


class JsonLines(logging.Formatter):
    """A line of JSON a record: ``time``, ``level``, ``logger``, ``message``, and what else is known.

    That is the ``exception`` with its traceback, and what the record has in ``fields``. Nothing that has the form of a
    token or secret is written.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line of one record."""
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {
            "time": time.replace("+00:00", "Z"),
            "level": record.levelname,
            "logger": record.name,
            "message": mask_text(record.getMessage()),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["exception"] = mask_text(self.formatException(record.exc_info))
        try:
            return msgspec.json.encode(line, enc_hook=str).decode()
        except UnicodeEncodeError:  # a lone surrogate, which somebody has sent
            return json.dumps(line, default=str)


def begin(form: Form) -> None:
    """Has everything that is logged written in this form: as text warnings and errors, as JSON calls as well."""
    if form == "text":
        logging.basicConfig(level=logging.WARNING, format=_TEXT)
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    logging.getLogger("tradepost").setLevel(logging.INFO)
    logging.captureWarnings(True)
    sys.excepthook = _crash


def _crash(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
    logging.getLogger("tradepost").critical("the program ended by a fault", exc_info=(kind, fault, trace))
