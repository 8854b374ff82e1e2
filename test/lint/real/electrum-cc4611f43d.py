# After spesmilo/electrum cc4611f43d: dropping the last reference to a listener, under the lock, runs its finalizer, which asks for the lock.
import threading


class Callbacks:
    def __init__(self):
        self.lock = threading.Lock()
        self.listeners = {}

    def register(self, name, listener):
        with self.lock:  # step B1
            self.listeners[name] = listener

    def unregister(self, name):
        with self.lock:  # step A2
            self.listeners.pop(name, None)


callbacks = Callbacks()


class Listener:
    def __init__(self, name):
        self.name = name

    def __del__(self):  # warn lock-in-finalizer
        callbacks.unregister(self.name)  # step A1
