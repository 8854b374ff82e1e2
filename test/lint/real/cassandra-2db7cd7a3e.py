# After apache/cassandra-python-driver 2db7cd7a3e: an answer is waited for under the lock of the connection, which the one who reads answers needs.
from threading import Event, Lock


class Connection:
    def __init__(self):
        self.lock = Lock()
        self.answered = Event()
        self.answer = None

    def ask(self, question):
        print(question)
        self.answered.wait()  # step A3
        return self.answer

    def read_ok(self, answer):
        with self.lock:
            self.answer = answer
        self.answered.set()

    def set_keyspace_bad(self, name):
        with self.lock:  # step A1
            return self.ask(name)  # warn blocking-under-lock "waits for an event" # step A2

    def set_keyspace_ok(self, name):
        with self.lock:
            self.answer = None
        return self.ask(name)
