"""``/_tradepost/metrics``: what this process counts, in the format of Prometheus. Amazon has nothing of the kind."""
