import threading


class Subject:
    def __init__(self, on_error):
        self.lock = threading.Lock()
        self.again = threading.RLock()
        self.on_error = on_error
        self.listeners = []
        self.names = []

    def add(self, listener):
        with self.lock:
            self.listeners.append(listener)

    def tell_bad(self, value):
        with self.lock:  # step[1] A1
            for listener in self.listeners:
                listener(value)  # warn[1] callback-under-lock "listener of listeners" # step[1] A2

    def fail_bad(self, error):
        with self.lock:  # step[2] A1
            self.on_error(error)  # warn[2] callback-under-lock "on_error" # step[2] A2

    def each_bad(self, callback):
        with self.lock:  # step[3] A1
            callback(self)  # warn[3] callback-under-lock "callback" # step[3] A2

    def again_bad(self, callback):
        with self.again:  # step[4] A1
            callback(self)  # warn[4] callback-under-lock "both wait for ever" # step[4] A2

    def use_again(self):
        with self.again:
            pass

    def copied_ok(self, value):
        with self.lock:
            listeners = list(self.listeners)
        for listener in listeners:
            listener(value)

    def own_method_ok(self):
        with self.lock:
            self._count()

    def _count(self):
        self.names.append(1)

    def with_lock(self, callback):
        with self.lock:
            return callback()
