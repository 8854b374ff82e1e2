import threading


class SecureTransport:
    def __init__(self):
        self.lock = threading.Lock()
        self.channels = []

    def send(self, text):
        with self.lock:  # step A3
            print(text)

    def close_bad(self, channel):
        with self.lock:  # step B1
            self.channels.remove(channel)
            channel.closed()  # step B2


class Reader:
    def look_ok(self):
        return 1


class FastReader:
    def look_ok(self):
        return 2


class SlowReader:
    def look_ok(self):
        return 3


class DeepReader:
    def __init__(self):
        self.lock = threading.Lock()

    def look_ok(self):
        with self.lock:
            return 4

    def close_ok(self, channel):
        with self.lock:
            channel.closed()
