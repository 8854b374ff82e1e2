# After python-zk/kazoo 9d329959cb: a watch reads its data again while it holds the lock of reading; the lock comes from the handler.
class Watch:
    def __init__(self, client):
        self._client = client
        self._run_lock = client.handler.lock_object()

    def read_bad(self, gone=False):
        with self._run_lock:  # step A1 # step A3
            if gone:
                self.read_bad()  # warn self-deadlock # step A2
            return self._client.get()

    def read_ok(self, gone=False):
        with self._run_lock:
            value = self._client.get()
        return self.read_ok() if gone else value
