"""Every write of `screening`, with its ledger entry."""
