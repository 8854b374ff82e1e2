import threading

# order ledger < audit < Printer.lock # step[1] B1 step[2] B1 step[3] B1
ledger = threading.Lock()
audit = threading.Lock()
other = threading.Lock()


class Printer:
    def __init__(self):
        self.lock = threading.Lock()

    def report_bad(self):
        with self.lock:  # step[1] A1
            with audit:  # warn[1] declared-order-broken "the declared order is audit < Printer.lock" # step[1] A2
                pass

    def follows_from_both_bad(self):
        with self.lock:  # step[2] A1
            self.post()  # warn[2] declared-order-broken "ledger < Printer.lock" # step[2] A2

    def post(self):
        with ledger:  # step[2] A3
            pass


def backwards_bad():
    with audit:  # step[3] A1
        with ledger:  # warn[3] declared-order-broken # step[3] A2
            pass


def forwards_ok():
    with ledger:
        pass


def undeclared_ok():
    with other:
        with audit:
            pass
