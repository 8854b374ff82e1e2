# After DataDog/dd-trace-py f368b67730: waking a thread waits under a lock for an answer that a thread which has ended never gives. The locks
# and events are wrapped by a module of the project.
import threading

import wrapping


class Reset(wrapping.ObjectProxy):
    def __init__(self, wrapped):
        super().__init__(wrapped())


def Lock():
    return Reset(threading.Lock)


def Event():
    return Reset(threading.Event)


class Periodic:
    def __init__(self):
        self.request = Event()
        self.served = Event()
        self.awake_lock = Lock()

    def awake_bad(self):
        with self.awake_lock:  # step A1
            self.request.set()
            self.served.wait()  # warn blocking-under-lock "waits for an event" # step A2

    def awake_ok(self):
        with self.awake_lock:
            self.request.set()
            self.served.wait(1)
