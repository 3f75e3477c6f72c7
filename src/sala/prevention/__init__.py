"""Prevention: who was trained, who was reached, who recruits and was inspected."""
