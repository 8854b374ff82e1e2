import threading


class Pool:
    def __init__(self):
        self.lock = threading.Lock()
        self.again = threading.RLock()

    def take(self):
        with self.lock:  # step B1
            pass

    def give(self):
        with self.lock:  # step A2
            pass

    def count(self):
        with self.again:
            pass


class Connection_bad:
    def __init__(self, pool: Pool):
        self.pool = pool

    def __del__(self):  # warn lock-in-finalizer "Pool.lock"
        self.pool.give()  # step A1


class Counted_ok:
    def __init__(self, pool: Pool):
        self.pool = pool

    def __del__(self):
        self.pool.count()
