"""The pages of `prosecution`, a file a group of nouns."""
