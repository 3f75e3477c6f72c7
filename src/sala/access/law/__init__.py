"""The law of `access`, and what other rooms make theirs of."""
