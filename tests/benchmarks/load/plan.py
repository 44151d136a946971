"""What is asked in a run, and when: written down before it begins, the same for every run."""

import uuid
from dataclasses import dataclass
from random import Random
from urllib.parse import urlencode

from django.conf import settings

RATE = 40  # requests a second
# Of a hundred requests: 60 for queue and directory, 20 for chats, 10 to send, 5 to open, 5 profiles
MIX = {
    "queue": 40,
    "directory": 20,
    "chats": 5,
    "chat": 10,
    "unread": 5,
    "send": 10,
    "open": 5,
    "profile": 5,
}
QUEUE = ("", "", "", "", "", "", "?topic=topic-3", "?room=1&sort=name")
DIRECTORY = ("", "", "", "?page=2", "?sort=name", "?q=mentor+17", "?topic=topic-5", "?room=yes")
POPULAR = 0.2  # of those here: half of all first messages go to these, so that some become full
TWICE = 10  # one message in so many is sent again, as by a page that heard no answer
WORDS = "Thank you. That helped me a lot, and I will try it in the next chat."


@dataclass(frozen=True)
class Asked:
    """One request: `at` seconds after the start.

    What is stored has a `client_id`; `hears` is the person on whose stream its `talk` must come
    up.
    """

    at: float
    kind: str
    data: str
    client_id: str = ""
    hears: str = ""
    talk: str = ""


class Planner:
    def __init__(self, crowd, seed=11):
        self.crowd, self.chance = crowd, Random(seed)
        self.everybody = [*crowd.listeners, *crowd.mentors]
        self.mentor_of = {person.user.pk: person for person in crowd.mentors}
        self.listener_of = {person.user.pk: person for person in crowd.listeners}
        self.met = {(talk.listener_id, talk.mentor_id) for talk in crowd.talks}
        self.sends = self.opens = 0

    def requests(self, seconds):
        """Everything that is asked, in the order of time: open loop, whatever the site answers."""
        moments = sorted(self.chance.uniform(0, seconds) for _ in range(RATE * seconds))
        hundred = [kind for kind, number in MIX.items() for _ in range(number)]
        kinds = [kind for _ in range(-(-len(moments) // 100)) for kind in self._mixed(hundred)]
        return [
            asked
            for at, kind in zip(moments, kinds, strict=False)
            for asked in getattr(self, f"_{kind}")(at)
        ]

    def _mixed(self, kinds):
        return self.chance.sample(kinds, len(kinds))

    def _get(self, at, kind, path, person=None):
        person = person or self.chance.choice(self.everybody)
        return [Asked(at, kind, _request("GET", path, person))]

    def _queue(self, at):
        return self._get(at, "queue", f"/queue/{self.chance.choice(QUEUE)}")

    def _directory(self, at):
        return self._get(at, "directory", f"/mentors/{self.chance.choice(DIRECTORY)}")

    def _profile(self, at):
        number = self.chance.randrange(self.crowd.all_mentors)
        return self._get(at, "profile", f"/mentors/mentor{number}/")

    def _chats(self, at):
        return self._get(at, "chats", "/chats/")

    def _unread(self, at):
        return self._get(at, "unread", "/chats/unread/")

    def _chat(self, at):
        talk = self.chance.choice(self.crowd.talks)
        return self._get(at, "chat", talk.get_absolute_url(), self._two(talk)[0])

    def _two(self, talk):
        """The two people of a talk, in any order."""
        two = [self.listener_of[talk.listener_id], self.mentor_of[talk.mentor.user_id]]
        return self.chance.sample(two, 2)

    def _send(self, at):
        """Everybody in turn, so that nobody writes faster than people do."""
        talk = self.crowd.talks[self.sends % len(self.crowd.talks)]
        self.sends += 1
        author, other = self._two(talk)
        identity = str(uuid.UUID(int=self.chance.getrandbits(128), version=4))
        form = {"body": f"{WORDS} {identity}", "client_id": identity, "after": talk.last_seq}
        request = _request("POST", talk.get_absolute_url(), author, form, as_page=True)
        person, chat = str(other.user.public_id), str(talk.public_id)
        sent = Asked(at, "send", request, identity, person, chat)
        again = Asked(at + 1, "send again", request, identity)
        return [sent, again] if self.sends % TWICE == 0 else [sent]

    def _open(self, at):
        listener = self.crowd.listeners[self.opens % len(self.crowd.listeners)]
        self.opens += 1
        mentor = self._somebody_new(listener)
        identity = str(uuid.UUID(int=self.chance.getrandbits(128), version=4))
        form = {"body": f"{WORDS} {identity}", "client_id": identity}
        path = f"/mentors/{mentor.user.username}/message/"
        return [Asked(at, "open", _request("POST", path, listener, form), identity)]

    def _somebody_new(self, listener):
        popular = self.crowd.here[: max(1, int(len(self.crowd.here) * POPULAR))]
        among = self.chance.choice([popular, self.crowd.here])
        for mentor in [*self._mixed(among), *self._mixed(self.crowd.here)]:
            if (listener.user.pk, mentor.pk) not in self.met:
                self.met.add((listener.user.pk, mentor.pk))
                return mentor
        raise ValueError("There are too few mentors here for so many first messages.")


def _request(method, path, person, form=None, *, as_page=False):
    """The bytes of a request as a browser behind the proxy sends it."""
    secret = person.key  # any 32 letters and digits do for a form of one's own
    cookies = f"{settings.SESSION_COOKIE_NAME}={person.key}; {settings.CSRF_COOKIE_NAME}={secret}"
    lines = [
        f"{method} {path} HTTP/1.1",
        "Host: localhost",
        "Connection: close",
        "X-Forwarded-Proto: https",
        "X-Forwarded-For: 127.0.0.1",
        f"Cookie: {cookies}",
    ]
    body = ""
    if form is not None:
        body = urlencode(form | {"csrfmiddlewaretoken": secret})
        lines += [
            "Origin: https://localhost",
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body)}",
            *(["HX-Request: true"] if as_page else []),
        ]
    return "\r\n".join([*lines, "", body])
