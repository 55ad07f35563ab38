"""Writes the prompt for a coding agent from an analysis: layouts, budget, fence."""
