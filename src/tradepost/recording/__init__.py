"""A client's calls, written to a file while it runs, and sent again to any address that speaks this API."""
