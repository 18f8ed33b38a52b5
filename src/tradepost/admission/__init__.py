"""Who may open what is Tradepost's own: the control API, the console, the reference and the consent pages."""
