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


class Parser:
    def __init__(self, reader):
        self._lock = threading.Lock()
        self._handlers = []
        self._references = []
        self.reader = reader

    def add_ok(self, handler):
        with self._lock:
            self._handlers.append(handler)

    def alive_ok(self):
        with self._lock:
            return [ref for ref in self._references if self.refers(ref)]

    def refers(self, ref):
        handlers_ref = self._handlers[0]
        return handlers_ref() is not None

    def install_ok(self, handler):
        with self._lock:
            self.set_push_handler(handler)

    def far_ok(self):
        # Further below: nobody who takes the lock here means to call back.
        with self._lock:
            self.first()

    def first(self):
        self.second()

    def second(self):
        self.third()

    def third(self):
        for handler in self._handlers:
            handler(self)


class Splitter:
    def __init__(self):
        self._lock = threading.RLock()
        self._listeners = []

    def add(self, listener):
        with self._lock:
            self._listeners.append(listener)

    def split_bad(self):
        with self._lock:  # step[9] A1
            self._one()  # warn[9] callback-under-lock "listener of _listeners" # step[9] A2

    def _one(self):
        self._two()  # step[9] A3

    def _two(self):
        for listener in self._listeners:
            listener()  # step[9] A4


class EventCallback:
    def on_event(self, event):
        pass


class Firing:
    def __init__(self, capture_func, key_func):
        self._lock = threading.Lock()
        self._capture_func = capture_func
        self._key_func = key_func

    def size(self):
        with self._lock:
            return 1

    def fire_bad(self, event_callback, event):
        with self._lock:  # step[10] A1
            self.hand_over(event_callback, event)  # warn[10] callback-under-lock "calls on_event" # step[10] A2

    def hand_over(self, event_callback, event):
        event_callback.on_event(event)  # step[10] A3

    def flush_bad(self):
        with self._lock:  # step[11] A1
            self._capture_func(1)  # warn[11] callback-under-lock "_capture_func" # step[11] A2

    def key_ok(self):
        with self._lock:
            return self._key_func(1)


class ChangeListener:
    def __call__(self, change):
        pass


class Changing:
    def __init__(self):
        self._lock = threading.Lock()
        self._listeners = {}

    def add(self, key, what):
        with self._lock:
            self._listeners[key] = what

    def change_bad(self):
        with self._lock:  # step[12] A1
            for listener in self._listeners.values():
                listener(1)  # warn[12] callback-under-lock "listener of" # step[12] A2
