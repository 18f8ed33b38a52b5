"""The program of the embedded queues: moto's server on a socket that listens already, until its parent is gone."""

from __future__ import annotations

import logging
import os
import sys
import threading


def main() -> None:
    """Serves on the socket of the first argument, until the pipe of the second one is at its end."""
    listening, lifeline = int(sys.argv[1]), int(sys.argv[2])
    threading.Thread(target=_end_with_parent, args=(lifeline,), daemon=True).start()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    from moto.events.models import EventsBackend
    from moto.events.utils import EventTemplateParser
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
    from werkzeug.serving import make_server

    EventsBackend._normalize_event_bus_arn = _bus_named  # type: ignore[assignment, method-assign]
    EventTemplateParser.DEFAULT_EVENT_INPUT_TEMPLATE = _with_account(EventTemplateParser.DEFAULT_EVENT_INPUT_TEMPLATE)
    application = DomainDispatcherApplication(create_backend_app)
    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=MotoRequestHandler, fd=listening)
    server.serve_forever()


def _bus_named(_: object, bus: str | None) -> str:
    """The name of an event bus from its name or ARN: moto keeps what is after the last slash, and the buses of partner
    event sources have slashes in their names."""
    return "default" if bus is None else bus.partition(":event-bus/")[2] or bus


def _with_account(template: str) -> str:
    """What moto makes an event of, with the account that every event of EventBridge has: moto leaves it out."""
    return template if '"account"' in template else template.replace("{", '{"account": "<account>", ', 1)


def _end_with_parent(lifeline: int) -> None:
    os.read(lifeline, 1)
    os._exit(0)


if __name__ == "__main__":
    main()
