"""Safeguarding: who may meet whom, and the facts that decide it.

Holds clearances of adult mentors for the teen space, band questions that a
moderator decides, and the table of policy 12 as a rule. Does not hold roles or
the visibility of people (people). Start reading at rules.may_meet.
"""
