# A lock that the object made for itself: as long as somebody holds it, the object is in use and no collector runs its finalizer.
import threading


class Channel:
    def __init__(self):
        self.lock = threading.Lock()

    def send(self):
        with self.lock:
            pass

    def __del__(self):
        with self.lock:
            pass


class Shared:
    lock = threading.Lock()

    def send(self):
        with self.lock:  # step B1
            pass

    def __del__(self):  # warn lock-in-finalizer "Shared.lock"
        with self.lock:  # step A1
            pass


class Handed:
    def __init__(self, lock: threading.Lock):
        self.lock = lock

    def send(self):
        with self.lock:  # step[2] B1
            pass

    def __del__(self):  # warn[2] lock-in-finalizer "Handed.lock"
        with self.lock:  # step[2] A1
            pass
