"""The law of `protection`."""
