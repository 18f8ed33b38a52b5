"""Who may call: applications, selling partners, the grants between them, and the tokens that stand for a grant."""
