# After paramiko/paramiko ed77581d7a: closing takes the lock, and so does what it calls to say that it is closed.
import threading


class Wire:
    def __init__(self):
        self.lock = threading.Lock()
        self.open = True

    def close_bad(self):
        self.lock.acquire()  # step A1
        try:
            if self.open:
                self.mark_bad()  # warn self-deadlock "Wire.mark_bad" # step A2
        finally:
            self.lock.release()

    def mark_bad(self):
        self.lock.acquire()  # step A3
        try:
            self.open = False
        finally:
            self.lock.release()


class Mended:
    def __init__(self):
        self.lock = threading.Lock()
        self.open = True

    def close_ok(self):
        with self.lock:
            if self.open:
                self.mark_ok()

    def mark_ok(self):
        self.open = False
