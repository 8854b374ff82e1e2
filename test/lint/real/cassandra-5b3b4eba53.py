# After apache/cassandra-python-driver 5b3b4eba53: connecting fails, and tidying up asks for the lock that connecting holds.
from threading import Lock


class Cluster:
    def __init__(self):
        self._lock = Lock()
        self.open = True

    def close(self):
        with self._lock:  # step A3
            self.open = False

    def dial(self):
        raise OSError

    def connect_bad(self):
        with self._lock:  # step A1
            try:
                self.dial()
            except OSError:
                self.close()  # warn self-deadlock # step A2
                raise

    def connect_ok(self):
        try:
            with self._lock:
                self.dial()
        except OSError:
            self.close()
            raise
