"""Decisions about mentors: when they open (openings, week) and who may write (writing)."""
