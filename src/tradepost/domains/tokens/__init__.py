"""Tokens: restricted data tokens, which open personal data for named resources."""
