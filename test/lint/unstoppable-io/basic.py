import queue
import select
import socket
import threading

stop = threading.Event()
jobs = queue.Queue()
letters = queue.Queue()


def read_bad(port):
    reader = socket.socket()
    reader.connect(("127.0.0.1", port))
    while not stop.is_set():  # step A1
        data = reader.recv(4096)  # warn unstoppable-io "looks at stop in a loop, but waits for the network without a limit" # step A2
        print(data)


def take_bad():
    while True:  # step[2] A1
        if stop.is_set():
            break
        job = jobs.get()  # warn[2] unstoppable-io "waits for an item of a queue" # step[2] A2
        job()


# A limit, of the socket or of the call.
def read_limited_ok(port):
    limited = socket.create_connection(("127.0.0.1", port), timeout=1)
    while not stop.is_set():
        limited.recv(4096)


def read_settimeout_ok(port):
    patient = socket.socket()
    patient.settimeout(0.5)
    while not stop.is_set():
        patient.recv(4096)


def take_limited_ok():
    while not stop.is_set():
        jobs.get(timeout=1)


# It asks first whether something is there.
def read_selected_ok(plain: socket.socket):
    while not stop.is_set():
        ready, _, _ = select.select([plain], [], [], 1)
        if ready:
            plain.recv(4096)


# No flag: what comes says when it is over.
def read_to_the_end_ok(plain: socket.socket):
    while True:
        if not plain.recv(4096):
            return


# Whoever sets the flag also sends a last letter.
def letters_ok():
    while not stop.is_set():
        letters.get()


def finish_ok():
    stop.set()
    letters.put(None)


class Server:
    def __init__(self):
        self.sock = socket.socket()
        self.other = socket.socket()
        self._running = True

    def serve_bad(self):
        while self._running:  # step[3] A1
            self.step_bad()  # warn[3] unstoppable-io "looks at Server._running" # step[3] A2

    def step_bad(self):
        client, _ = self.sock.accept()  # step[3] A3
        client.close()

    def other_ok(self):
        while self._running:
            self.other.accept()

    def stop_ok(self):
        self._running = False
        self.other.close()
