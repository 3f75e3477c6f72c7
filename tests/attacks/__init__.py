"""What somebody tries who runs SQL as an account of the house, or uses a page twice."""
