"""The pure decisions of the room, a file a group of nouns."""
