"""The beat table: what runs by the clock. A row is a name, a task and how often, in seconds."""

from typing import TypedDict


class Entry(TypedDict):
    task: str
    schedule: float


BEAT: dict[str, Entry] = {
    "a sign of life of beat and worker": {
        "task": "config.running.heartbeat",
        "schedule": 30.0,
    },
    "letters to imported people": {
        "task": "accounts.people.sweep_invitations",
        "schedule": 60.0,
    },
    "sign-ups that nobody finished": {
        "task": "accounts.people.sweep_sign_ups",
        "schedule": 600.0,
    },
    "teens who become adults": {
        "task": "accounts.people.sweep_roll_overs",
        "schedule": 600.0,
    },
    "windows that ended, devices that went": {
        "task": "mentorship.profiles.sweep_presence",
        "schedule": 30.0,
    },
    "openings that passed or come near": {
        "task": "mentorship.profiles.sweep_openings",
        "schedule": 60.0,
    },
    "places of talks that went quiet": {
        "task": "mentorship.conversations.sweep_places",
        "schedule": 60.0,
    },
    "the order of a new day": {
        "task": "mentorship.queue.sweep_midnight",
        "schedule": 300.0,
    },
    "imports that coordinators handed in": {
        "task": "mentorship.intake.sweep_imports",
        "schedule": 10.0,
    },
    "what lists show of people": {
        "task": "mentorship.profiles.refresh_snapshots",
        "schedule": 3600.0,
    },
}

# Rows that run only in the sample community.
SAMPLE_BEAT: dict[str, Entry] = {
    "sample: who is here": {
        "task": "mentorship.sample.keep_hours",
        "schedule": 30.0,
    },
    "sample: first messages wait for an answer": {
        "task": "mentorship.sample.answer_first_messages",
        "schedule": 15.0,
    },
}
