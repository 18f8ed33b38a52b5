"""The console: pages to look at a world, and to act in it as its seller and its buyers."""
