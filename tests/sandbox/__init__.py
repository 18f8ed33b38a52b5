"""Amazon's static sandbox, by models of our own making."""
