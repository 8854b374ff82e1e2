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


class Buffer:
    def __init__(self):
        self.inner = threading.Lock()

    def feed(self):
        with self.inner:  # step[3] B1
            pass

    def close(self):
        with self.inner:  # step[3] A2
            pass


class Stream:
    def __init__(self):
        self.buffer = Buffer()

    def feed(self):
        self.buffer.feed()

    def __del__(self):
        self.buffer.close()


class Base:
    def close(self):
        pass

    def __del__(self):
        self.close()


class Locked(Base):
    def __init__(self):
        self.write_lock = threading.Lock()

    def write(self):
        with self.write_lock:
            pass

    def close(self):
        with self.write_lock:
            pass


shared_buffer = Buffer()


def find_buffer():
    return shared_buffer


class Borrower:
    def __init__(self):
        self.buffer = find_buffer()

    def __del__(self):  # warn[3] lock-in-finalizer "Buffer.inner"
        self.buffer.close()  # step[3] A1
