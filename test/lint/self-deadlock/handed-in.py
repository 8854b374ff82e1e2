# What an object was handed when it was made is the maker's own.
import threading


class Topics:
    def __init__(self):
        self._lock = threading.Lock()
        self.subscriptions = Subscriptions(self)
        self.writer = Writer(self._lock)

    def initialise_bad(self):
        with self._lock:  # step[1] A1
            self.subscriptions.clean()  # warn[1] self-deadlock "Topics._lock" # step[1] A2

    def topic(self):
        with self._lock:  # step[1] A4
            return 1

    def write_bad(self):
        with self._lock:  # step[2] A1
            self.writer.write()  # warn[2] self-deadlock # step[2] A2

    def after(self):
        with self._lock:
            self.ready = True
        self.subscriptions.clean()
        self.writer.write()


class Subscriptions:
    def __init__(self, topics: Topics):
        self.topics = topics
        self._lock = threading.Lock()

    def clean(self):
        return self.topics.topic()  # step[1] A3

    def own(self):
        with self._lock:
            return self.topics.topic()


class Writer:
    def __init__(self, lock):
        self.lock = lock

    def write(self):
        with self.lock:  # step[2] A3
            pass


class Mirror:
    """Whose topics they are, nobody can tell: they come from elsewhere."""

    def __init__(self, topics: Topics):
        self._lock = threading.Lock()
        self.topics = topics
        self.subscriptions = Subscriptions(topics)

    def clean_ok(self):
        with self._lock:
            self.subscriptions.clean()
