"""Restrictions: what a seller may list only with an approval, and what not at all."""

ANSWERS = ("listings_restrictions_2021_08_01",)
