"""How units come back: reasons, authorizations, and what becomes of what was sent back."""
