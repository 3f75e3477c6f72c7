"""What rooms above act on, inside the same transaction: rights open by themselves."""

from django.dispatch import Signal

presumed = Signal()
"""Somebody counts as a victim until decided: `by`, `at`, `person`, `screening`,
`described`.
"""

identified = Signal()
"""The authority identified somebody as a victim: `by`, `at`, `person`, `decision`,
`described`.
"""
