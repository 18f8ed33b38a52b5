"""An HTTP/1.1 server program: from bytes on a connection to a request, and from a response back to bytes.

It knows nothing of the API. It exists because clients of the API look at three things that general servers do not keep:
the exact case of response header names, the raw path, and the way in which malformed requests are refused.
"""

from tradepost.server.messages import Application, Request, Response
from tradepost.server.serving import Limits, Server

__all__ = ["Application", "Limits", "Request", "Response", "Server"]
