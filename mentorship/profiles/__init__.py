"""Profiles: what a mentor can help with, when they are here, and who may write to them.

Holds MentorProfile with its sections, topics, hours, leave and presence, the
directory, applications, and the one rule of who may write to whom. Does not
hold talks and their places (conversations) or the order of the live list (queue).
Start reading at models.MentorProfile, then rules.failing_constraints.
"""
