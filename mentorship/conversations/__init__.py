"""Conversations: the talk of one mentor and one listener.

Holds Conversation with its messages, drafts and read marks, whose turn it is,
and the locked taking and giving back of a place. Does not decide who may write
to whom (profiles) and does not order mentors (queue).
Start reading at operations.open_conversation.
"""
