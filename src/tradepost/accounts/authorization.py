"""The rules of the authorization workflow: where an authorization code may be sent, and what is wrong with a request.

Published guides: website and appstore authorization workflows, authorization errors. Pure rules; the pages are in
``consent``.
"""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit, urlunsplit

from tradepost.accounts.records import Application

#: How long a person has for the whole of it (published guide).
WORKFLOW_SECONDS = 600


class ConsentError(Exception):
    """What the consent page says in place of a question: the published code, and what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def uri_problem(uri: str) -> str | None:
    """What is wrong with a redirect or login URI, or None."""
    try:
        parts = urlsplit(uri)
        port_is_valid = parts.port is None or parts.port > 0
    except ValueError:
        return "is not a URI"
    if parts.scheme not in ("http", "https") or not parts.hostname or not port_is_valid:
        return "is not an http or https URI"
    if "#" in uri:
        return "has a fragment (#)"
    if not uri.isprintable() or " " in uri:
        return "has a blank or a control character"
    return None


def check_draft(application: Application, version: str | None) -> None:
    """Raises ConsentError MD1000 for a draft that is not asked for as one."""
    if application.draft and version != "beta":
        raise ConsentError(
            "MD1000", "This application is a draft. Its developer has to add version=beta to the address of this page."
        )


def redirect_uri_for(application: Application, asked: str | None) -> str:
    """Where the code is sent: the URI that was asked for, if it is a registered one, or the first registered one.

    An application that has registered none may name any (our choice, so that a new one can be tried at once).
    Raises ConsentError MD5110, MD5101, MD9100.
    """
    if asked and "#" in asked:
        raise ConsentError("MD5110", f"The redirect URI {asked} has a fragment (#), which is not allowed.")
    registered = application.redirect_uris
    if asked and registered and asked not in registered:
        raise ConsentError(
            "MD5101",
            f"The redirect URI {asked} is not one that the application has registered: {', '.join(registered)}.",
        )
    if asked:
        problem = uri_problem(asked)
        if problem is not None:
            raise ConsentError("MD5101", f"The redirect URI {asked} {problem}.")
        return asked
    if not registered:
        raise ConsentError("MD9100", "The application has registered no redirect URI, and none was given.")
    return registered[0]


def with_parameters(uri: str, parameters: dict[str, str]) -> str:
    """A URI with these parameters after the ones it has, which stay as they are written."""
    parts = urlsplit(uri)
    query = "&".join(filter(None, (parts.query, urlencode(parameters))))
    return urlunsplit(parts._replace(query=query))
