"""Money: one ledger of what was earned and charged, settled every fourteen days; both Finances APIs are faces of it."""
