"""The pages of `protection`."""
