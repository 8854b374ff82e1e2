# After Parsely/pykafka 55fd745e98: room in a broker's queue is waited for under the lock that its worker needs after an error.
from threading import Event, Lock


class OwnedBroker:
    def __init__(self):
        self.slot_available = Event()

    def enqueue(self, message):
        self.slot_available.wait()  # step A3
        print(message)


class Producer:
    def __init__(self):
        self._update_lock = Lock()
        self._broker = OwnedBroker()

    def update_ok(self):
        with self._update_lock:
            self._broker = OwnedBroker()

    def produce_bad(self, message):
        with self._update_lock:  # step A1
            self._broker.enqueue(message)  # warn blocking-under-lock # step A2

    def produce_ok(self, message):
        with self._update_lock:
            broker = self._broker
        broker.enqueue(message)
