"""Measuring the budgets of DESIGN; `make bench` writes docs/benchmarks.md. Not tests."""
