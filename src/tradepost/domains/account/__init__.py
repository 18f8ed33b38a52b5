"""Who the seller is, and what a call of his may see.

sellers/  his marketplaces and his account
tokens/   restricted data tokens, which open personal data
"""
