"""Partnership: committees, the action plan, its budget, and recommendations with their
answers.
"""
