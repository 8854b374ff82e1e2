import threading


class Signal:
    def __init__(self):
        self._handlers = []

    def register(self, handler):
        self._handlers.append(handler)

    def fire(self, news):
        for handler in list(self._handlers):
            handler(news)  # step[1] A3


class Browser:
    def __init__(self):
        self._lock = threading.Lock()
        self.changed = Signal()
        self._news = []

    def add_ok(self, news):
        with self._lock:
            self._news.append(news)

    def run_bad(self):
        with self._lock:  # step[1] A1
            self.changed.fire(self._news.pop())  # warn[1] callback-under-lock "of _handlers" # step[1] A2

    def run_ok(self):
        with self._lock:
            news = self._news.pop()
        self.changed.fire(news)
