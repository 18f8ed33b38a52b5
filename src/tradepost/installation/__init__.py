"""What one data folder or database holds: its worlds, their keys, and which world a client or token belongs to."""
