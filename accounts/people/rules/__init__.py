"""Decisions about names, ages, languages, time zones and passwords."""
