"""What is filled in about a person, one module a subject."""
