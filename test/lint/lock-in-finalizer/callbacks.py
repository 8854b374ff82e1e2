# Not only __del__ runs in the middle of other code.
import gc
import signal
import weakref
from threading import Lock, RLock


class Registry:
    def __init__(self):
        self.lock = Lock()
        self.again = RLock()
        self.alive = {}
        self.gone = []

    def find(self, key):
        with self.lock:  # step[1] B1 # step[2] B1 # step[3] B1 # step[4] B1
            return self.alive.get(key)

    def count(self):
        with self.again:
            return len(self.alive)

    def drop(self, reference):
        with self.lock:  # step[1] A2 # step[2] A2 # step[3] A2 # step[4] A3
            self.alive.pop(reference, None)

    def drop_again(self, reference):
        with self.again:
            self.alive.pop(reference, None)

    def watch_bad(self, thing):
        return weakref.ref(thing, self.drop)  # warn[1] lock-in-finalizer "the collector can run it" # step[1] A1

    def finalize_bad(self, thing):
        weakref.finalize(thing, self.drop, thing.key)  # warn[2] lock-in-finalizer # step[2] A1

    def collected_bad(self):
        gc.callbacks.append(self.drop)  # warn[3] lock-in-finalizer # step[3] A1

    def handle(self):
        def stop(number, frame):
            self.drop(number)  # step[4] A2

        signal.signal(signal.SIGTERM, stop)  # warn[4] lock-in-finalizer "a signal can run it" # step[4] A1

    def watch_ok(self, thing):
        return weakref.ref(thing, self.drop_again)

    def noted_ok(self, thing):
        return weakref.ref(thing, self.gone.append)

    def plain_ok(self, thing):
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        return weakref.ref(thing)
