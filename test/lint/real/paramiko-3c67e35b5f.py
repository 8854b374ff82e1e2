# After paramiko/paramiko 3c67e35b5f: a channel sends under its lock, and sending waits in rounds for the end of a negotiation.
import threading


class Transport:
    def __init__(self):
        self.clear_to_send = threading.Event()
        self.active = True

    def send_user_message(self, message):
        while True:
            self.clear_to_send.wait(0.1)  # step A4
            if not self.active:
                return
            if self.clear_to_send.is_set():
                break
        print(message)


class Channel:
    def __init__(self, transport):
        self.lock = threading.Lock()
        self.transport = transport
        self.unread = 0

    def recv_bad(self, count):
        self.lock.acquire()  # step A1
        try:
            self.unread -= count
            self.grow_window()  # warn blocking-under-lock "waits for an event" # step A2
        finally:
            self.lock.release()

    def grow_window(self):
        self.transport.send_user_message("window")  # step A3

    def recv_ok(self, count):
        self.lock.acquire()
        try:
            self.unread -= count
        finally:
            self.lock.release()
        self.grow_window()
