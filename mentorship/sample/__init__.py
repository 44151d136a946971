"""The sample community: made-up people who keep a fresh installation alive.

Holds loading of the sample export, its demo sign-ins and what its mentors do by
themselves. Does nothing in an installation that is not a sample.
Start reading at operations.load_sample.
"""
