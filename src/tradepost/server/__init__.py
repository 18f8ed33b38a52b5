"""An HTTP/1.1 server program: from bytes on a connection to a request, and from a response back to bytes.

It knows nothing of the API. It exists because clients of the API look at three things that general servers do not keep:
the exact case of response header names, the raw path, and the way in which malformed requests are refused.
"""

from tradepost.server.limits import Limits
from tradepost.server.messages import Application, AsgiApplication, Intake, Request, Response, Stream
from tradepost.server.serving import Server, serve

__all__ = ["Application", "AsgiApplication", "Intake", "Limits", "Request", "Response", "Server", "Stream", "serve"]
