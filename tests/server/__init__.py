"""The server program, over real sockets."""
