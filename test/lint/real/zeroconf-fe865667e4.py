# After python-zeroconf/python-zeroconf fe865667e4: a browser fires its signal under the lock of handlers.
import threading


class Signal:
    def __init__(self):
        self._handlers = []

    def fire(self, **news):
        for h in list(self._handlers):
            h(**news)  # step A3


class Browser:
    def __init__(self):
        self._handlers_lock = threading.Lock()
        self._changed = Signal()
        self._to_call = []

    def update_ok(self, name):
        with self._handlers_lock:
            self._to_call.append(name)

    def run_bad(self):
        with self._handlers_lock:  # step A1
            self._changed.fire(name=self._to_call.pop())  # warn callback-under-lock # step A2

    def run_ok(self):
        with self._handlers_lock:
            name = self._to_call.pop()
        self._changed.fire(name=name)
