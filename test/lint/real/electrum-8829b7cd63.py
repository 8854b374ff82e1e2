# After spesmilo/electrum 8829b7cd63: whether an invoice is paid is asked under the lock of transactions, and takes the wallet's own lock.
from threading import RLock


class Wallet:
    def __init__(self):
        self.lock = RLock()
        self.transaction_lock = RLock()
        self.paid = {}

    def touch_bad(self, invoices):
        with self.transaction_lock:  # step A1
            return [self.status(invoice) for invoice in invoices]  # warn lock-order-inversion # step A2

    def status(self, invoice):
        return self.is_paid(invoice)  # step A3

    def is_paid(self, invoice):
        with self.lock:  # step A4
            return self.paid.get(invoice)

    def add_bad(self, invoice):
        with self.lock, self.transaction_lock:  # step B1 B2
            self.paid[invoice] = True

    def touch_ok(self, invoices):
        with self.lock, self.transaction_lock:
            return list(invoices)
