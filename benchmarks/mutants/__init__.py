"""Mutation testing: what the tests do not notice when the code is changed."""
