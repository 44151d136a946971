"""People and what they let each other do.

| area         | holds                                                                  |
|--------------|------------------------------------------------------------------------|
| people       | User, languages, space and its roll-over, roles, invitations, sign-in  |
| safeguarding | clearance to mentor teens, band questions for moderators               |
| audit        | append-only record of staff acts                                       |

Knows no mentor, level or review.
"""
