"""Tokens: restricted data tokens, which open personal data for named resources."""

ANSWERS = ("tokens_2021_03_01",)
