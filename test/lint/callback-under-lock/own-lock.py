from collections.abc import Callable
from contextlib import contextmanager
from threading import Condition, RLock
from typing import Protocol


class SharedLock:
    """Many readers or one writer; while it is held, its condition is not."""

    def __init__(self):
        self._changed = Condition()
        self._readers = 0
        self._writing = False

    @contextmanager
    def reading_lock(self):
        with self._changed:
            while self._writing:
                self._changed.wait()
            self._readers += 1
        try:
            yield self
        finally:
            with self._changed:
                self._readers -= 1
                self._changed.notify_all()

    @contextmanager
    def write_lock(self):
        with self._changed:
            while self._writing or self._readers:
                self._changed.wait()
            self._writing = True
        try:
            yield self
        finally:
            with self._changed:
                self._writing = False
                self._changed.notify_all()


class Cache:
    def __init__(self):
        self._items = {}
        self._lock = SharedLock()

    def get_ok(self, key):
        with self._lock.reading_lock():
            return self._items.get(key)

    def expire_bad(self, on_expired: Callable):
        with self._lock.write_lock():  # step[1] A1
            for key in list(self._items):
                on_expired(self._items.pop(key))  # warn[1] callback-under-lock "while it holds Cache._lock" # step[1] A2

    def expire_ok(self, on_expired: Callable):
        with self._lock.write_lock():
            gone = list(self._items.values())
            self._items.clear()
        for item in gone:
            on_expired(item)


class Listener(Protocol):
    def __call__(self, text: str) -> None:
        """What a listener looks like; what it does, nobody knows."""


lock = RLock()
listeners: dict[int, Listener] = {}


def listen_ok(number: int, listener: Listener):
    with lock:
        listeners[number] = listener


def tell_bad(text: str):
    with lock:  # step[2] A1
        for tell in listeners.values():
            tell(text)  # warn[2] callback-under-lock "a function of somebody else" # step[2] A2


def tell_ok(text: str):
    with lock:
        listening = list(listeners.values())
    for tell in listening:
        tell(text)
