# After Parsely/pykafka f4f586fa77: messages that fail are put back under the lock that putting them there takes; the lock is made by a handler.
class Producer:
    def __init__(self, handler):
        self._waiting_lock = handler.Lock()
        self._waiting = []

    def produce(self, message):
        with self._waiting_lock:  # step A3
            self._waiting.append(message)

    def update_bad(self):
        with self._waiting_lock:  # step A1
            for message in self._waiting:
                self.produce(message)  # warn self-deadlock # step A2

    def update_ok(self):
        with self._waiting_lock:
            waiting = list(self._waiting)
        for message in waiting:
            self.produce(message)
