# After paramiko/paramiko 373e65dd97: closing a channel sends a message under its lock, and sending may have to wait.
import threading


class Transport:
    def __init__(self):
        self.clear_to_send = threading.Event()

    def send(self, message):
        while not self.clear_to_send.wait(0.1):  # step A3
            pass
        print(message)


class Channel:
    def __init__(self, transport):
        self.lock = threading.Lock()
        self.transport = transport
        self.closed = False

    def close_bad(self):
        with self.lock:  # step A1
            self.closed = True
            self.transport.send("close")  # warn blocking-under-lock # step A2

    def close_ok(self):
        with self.lock:
            self.closed = True
        self.transport.send("close")
