"""What open pages hear of conversations: which one changed, never a word of it."""

from config.live import publish
from config.live.registry import person_channel


def touch_people(chat: object, *people: object) -> None:
    """After the commit, tell each person's own pages that this conversation changed.

    `chat` and `people` are public ids.
    """
    for person in people:
        publish.touch(person_channel(person), f"chat:{chat}")
