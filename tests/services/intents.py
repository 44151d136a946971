"""People who send while things break: each attempt is noted before and after it is made."""

import http.client
import random
import threading
import time
import uuid
from dataclasses import dataclass, field

from tests.services.browsers import Browser

PAUSE = 3.2  # seconds between two messages of one person, who may send twenty a minute


@dataclass
class Intent:
    """One message somebody wants to send, and what each attempt was answered."""

    client_id: str
    answers: list[object] = field(default_factory=list)

    @property
    def acknowledged(self):
        return 302 in self.answers


class Crowd:
    """One thread for each person; whoever gets no answer sends the same again."""

    def __init__(self, site, chats):
        self.intents = []
        self._over = threading.Event()
        self._threads = [
            threading.Thread(target=self._send, args=(site, chat["path"], chat[session]))
            for chat in chats
            for session in ("listener_session", "mentor_session")
        ]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_fault):
        self._over.set()
        for thread in self._threads:
            thread.join(60)

    def has_sent(self, count):
        """Wait until so many more messages than now are acknowledged."""
        goal = count + sum(intent.acknowledged for intent in self.intents)
        for _ in range(600):
            if sum(intent.acknowledged for intent in self.intents) >= goal:
                return
            time.sleep(0.05)
        raise TimeoutError([intent.answers for intent in self.intents if not intent.acknowledged])

    def _send(self, site, path, session):
        browser = Browser(site, session)
        token = browser.form_token(path)
        pause = PAUSE * random.random()  # nobody sends in step
        while not self._over.wait(pause):
            pause = PAUSE
            intent = Intent(str(uuid.uuid4()))
            self.intents.append(intent)
            for _ in range(20):
                try:
                    answer = browser.say(path, f"Words {intent.client_id}", token, intent.client_id)
                    intent.answers.append(answer.status)
                except (OSError, http.client.HTTPException) as fault:
                    intent.answers.append(type(fault).__name__)
                if intent.acknowledged:
                    break
                time.sleep(0.2)

    @property
    def refused(self):
        """Every answer that was no acknowledgement."""
        return [one for intent in self.intents for one in intent.answers if one != 302]


def stored(site):
    """How many rows each client id has."""
    rows = site.rows(
        "SELECT client_id::text, count(*) FROM mentorship_message "
        "WHERE client_id IS NOT NULL GROUP BY client_id"
    )
    return dict(rows)


def assert_everything_is_there_once(site, crowd):
    """Acknowledged means one row; not acknowledged means none or one."""
    rows = stored(site)
    counts = {intent.client_id: rows.get(intent.client_id, 0) for intent in crowd.intents}
    acknowledged = {intent.client_id for intent in crowd.intents if intent.acknowledged}
    assert acknowledged, "nobody sent anything"
    assert {one: count for one, count in counts.items() if count > 1} == {}
    assert [one for one in acknowledged if counts[one] != 1] == []
    numbers = site.rows(
        "SELECT conversation_id FROM mentorship_message GROUP BY conversation_id "
        "HAVING max(seq) <> count(*)"
    )
    assert numbers == []
