"""Sentences for the codes of this room; `access.words` collects the first three for the
ledger.
"""

from sala.prosecution.words import cases, entries

ACTIONS = {**entries.ACTIONS}
KINDS = {**entries.KINDS}
DETAILS = {**entries.DETAILS}
# What stands on a case's timeline, by the kind of event.
EVENTS = {**cases.EVENTS}
