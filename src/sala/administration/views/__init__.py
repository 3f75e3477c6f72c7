"""The pages of `access`, one module a subject."""
