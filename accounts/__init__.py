"""People and what they let each other do.

| area         | holds                                                                  |
|--------------|------------------------------------------------------------------------|
| people       | User, languages, space and its roll-over, roles, invitations, sign-in  |
| moderation   | what people report, and what moderators decide                         |
| safeguarding | clearance to mentor teens, blocks, band questions for moderators       |
| audit        | append-only record of staff acts                                       |

Knows no mentor, level or review.
"""
