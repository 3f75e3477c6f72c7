"""Pages of `narrative`."""
