"""Directory: every mentor one may meet, found by words, topics and hours.

Holds search, filters with their counts, and the sorts. Does not hold the
profiles themselves (profiles) or the live list and its fair order (queue).
Start reading at querysets.count.
"""
