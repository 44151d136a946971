"""What an operator needs while the site runs: is all well, and how to keep what it holds.

Holds the worker's heartbeat and the doctor. Does not hold log lines (`config.logs`).
Start reading at doctor.examination.
"""
