"""Restrictions: what a seller may list only with an approval, and what not at all."""
