"""People: who somebody is here, their space, roles, languages and time zone.

Holds User, invitations of imported people, sign-up and settings. Does not hold
clearances (safeguarding) or anything about mentoring (mentorship).
Start reading at models.User, then operations.
"""
