"""Intake: a community's export goes in, all or nothing, every row kept as it came.

Holds reading and judging of the files, the kept rows and how people, mentors
and talks are made from them. Does not invent anything the export lacks.
Start reading at operations.import_community.
"""
