"""Moderation: what people report, what moderators see of it, and what they decide.

Holds reports with the copies of what was reported. Does not hold blocks and clearances
(safeguarding), and does not know where a reported text stands: whoever files a report brings
the copies along, and hears of a decision by the signal. Start reading at operations.file_report.
"""
