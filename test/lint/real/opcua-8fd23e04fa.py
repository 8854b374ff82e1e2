# After FreeOpcUa/python-opcua 8fd23e04fa: those who listen to a value are told under the lock of the address space.
from threading import Lock


class AddressSpace:
    def __init__(self):
        self._lock = Lock()
        self._values = {}
        self._callbacks = {}

    def get_ok(self, name):
        with self._lock:
            return self._values[name]

    def listen_ok(self, name, callback):
        with self._lock:
            self._callbacks[name] = callback

    def set_bad(self, name, value):
        with self._lock:  # step A1
            self._values[name] = value
            for callback in self._callbacks.values():
                callback(name, value)  # warn callback-under-lock # step A2

    def set_ok(self, name, value):
        with self._lock:
            self._values[name] = value
            callbacks = list(self._callbacks.values())
        for callback in callbacks:
            callback(name, value)
