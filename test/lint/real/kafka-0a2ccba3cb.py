# After dpkp/kafka-python 0a2ccba3cb: the coordinator asks its client under its own lock, and the client calls the coordinator back under the client's.
import threading


class KafkaClient:
    def __init__(self):
        self._lock = threading.RLock()
        self._pending = []

    def send(self, request):
        with self._lock:  # step B3
            self._pending.append(request)

    def poll_ok(self, coordinator):
        with self._lock:
            pending = list(self._pending)
        for response in pending:
            coordinator.handle_join_response(response)

    def poll_bad(self, coordinator):
        with self._lock:  # step A1
            for response in self._pending:
                coordinator.handle_join_response(response)  # warn lock-order-inversion # step A2


class BaseCoordinator:
    def __init__(self, client: KafkaClient):
        self._client = client
        self._lock = threading.Condition()
        self.generation = 0

    def ensure_active_group(self):
        with self._lock:  # step B1
            self._client.send("join")  # step B2

    def handle_join_response(self, response):
        with self._lock:  # step A3
            self.generation += 1
