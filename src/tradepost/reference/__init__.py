"""The reference page: every operation, with samples that work and a 'send' that sends."""
