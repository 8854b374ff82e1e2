import threading


class Account:
    def __init__(self, number):
        self.number = number
        self.lock = threading.Lock()
        self.parent = None

    def pay_bad(self, other: "Account"):
        with self.lock:  # step[1] A1
            other.receive()  # warn[1] lock-order-instances "Account.lock" # step[1] A2

    def receive(self):
        with self.lock:  # step[1] A3
            pass

    def up_ok(self):
        with self.lock:
            self.parent.receive()


def transfer_bad(a, b):
    with a.lock:  # step[2] A1
        with b.lock:  # warn[2] lock-order-instances "one object and then of another" # step[2] A2
            pass


class Bank:
    def __init__(self):
        self.locks = {}

    def open(self, name):
        self.locks[name] = threading.Lock()

    def move_bad(self, source, target):
        with self.locks[source]:  # step[3] A1
            with self.locks[target]:  # warn[3] lock-order-instances # step[3] A2
                pass


def compared_ok(a, b):
    if a.number < b.number:
        first, second = a, b
    else:
        first, second = b, a
    with first.lock:
        with second.lock:
            pass


def sorted_ok(a, b):
    first, second = sorted([a, b], key=lambda account: account.number)
    with first.lock, second.lock:
        pass


def one_after_the_other_ok(a, b):
    with a.lock:
        pass
    with b.lock:
        pass
