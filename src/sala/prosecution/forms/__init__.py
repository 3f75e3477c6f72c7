"""What the people of this room fill in, a file a group of nouns."""
