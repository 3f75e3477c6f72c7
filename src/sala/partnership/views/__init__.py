"""Pages of `partnership`."""
