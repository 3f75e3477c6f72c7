"""The codes of this room in words, by what they are about."""
