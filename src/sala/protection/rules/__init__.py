"""Pure decisions on values: no Django, no clock, no database."""
