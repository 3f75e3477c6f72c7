"""Pages of `prevention`."""
