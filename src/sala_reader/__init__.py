"""Reads published country reports: text in, quoted facts out. No Django, no database."""
