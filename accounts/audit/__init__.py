"""Audit: the append-only record of what staff did, to whom and why.

Holds AuditEntry and the one operation that writes it. Does not decide who may
act. Start reading at operations.record.
"""
