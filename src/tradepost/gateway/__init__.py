"""How a request comes in. One file a step, in the order in which a request meets them: see ``pipeline``."""
