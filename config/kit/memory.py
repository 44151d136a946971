"""What many readers share, made once in this process, until what it is made from is newer."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from threading import Lock
from typing import TypeVar, cast

from django.core.cache import caches

Made = TypeVar("Made")

# Seconds that somebody waits for what another thread of this process is making.
PATIENCE = 2.0
_MAKING = [Lock() for _ in range(16)]


def name_of(*facts: object) -> str:
    """A name for everything that a value depends on, so that nobody is given another's."""
    return sha256(repr(facts).encode()).hexdigest()


def newest(name: str, made_from: object, make: Callable[[], Made]) -> Made:
    """What `make` made from `made_from`, from memory if that is what it was made from last.

    What is newer takes the place of what was there, so memory does not grow with the changes.
    """
    memory = caches["pages"]
    known, made = memory.get(name, (None, None))
    if known == made_from:
        return cast("Made", made)
    with _alone(name):
        known, made = memory.get(name, (None, None))
        if known != made_from:
            made = make()
            memory.set(name, (made_from, made))
    return cast("Made", made)


@contextmanager
def _alone(name: str) -> Iterator[None]:
    """After a change many ask for the same at once: one makes it, the others take it."""
    making = _MAKING[hash(name) % len(_MAKING)]
    is_ours = making.acquire(timeout=PATIENCE)
    try:
        yield
    finally:
        if is_ours:
            making.release()
