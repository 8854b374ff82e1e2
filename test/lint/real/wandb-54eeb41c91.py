# After wandb/wandb 54eeb41c91: what is printed is told to others under a lock that every printing thread needs.
import threading
from typing import Protocol


class WriteCallback(Protocol):
    def __call__(self, data: str, written: int) -> None: ...


_lock = threading.RLock()
_callbacks: dict[int, WriteCallback] = {}


def capture_ok(number: int, callback: WriteCallback):
    with _lock:
        _callbacks[number] = callback


def patch(stream, callbacks: dict[int, WriteCallback]):
    write = stream.write

    def tell_bad(text):
        with _lock:  # step A1
            for callback in callbacks.values():
                callback(text, write(text))  # warn callback-under-lock # step A2

    def tell_ok(text):
        with _lock:
            listening = list(callbacks.values())
        for callback in listening:
            callback(text, write(text))

    stream.write = tell_bad if stream.isatty() else tell_ok
