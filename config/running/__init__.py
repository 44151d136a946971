"""What an operator needs while the site runs: is all well, and how to keep what it holds.

Holds the heartbeat of the worker, the doctor, backup and restore. Does not hold how a line of the
log looks (`config.logs`).
Start reading at doctor.examination, then backup.make_backup.
"""
