"""Every write of `protection`, with its ledger entry."""
