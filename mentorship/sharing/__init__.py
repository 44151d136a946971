"""Sharing: the way in from elsewhere, and what came of it.

Holds the frame and the badge for pages of other sites, the links that people and the host
share, and their counts up to the first talk. Does not decide who may be seen or written to.
Start reading at pages/outside.py, then views/outside.py.
"""
