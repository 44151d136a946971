"""Safeguarding: who may meet whom, and the facts that decide it.

Holds clearances of adult mentors for the teen space, band questions that a
moderator decides, and the table of policy 12 as a rule. Does not hold roles
(people) or who sees whom (the areas' own querysets). Start reading at rules.may_meet.
"""
