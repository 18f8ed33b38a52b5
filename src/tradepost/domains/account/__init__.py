"""Who the selling partner is, and which personal data a call of his may see."""
