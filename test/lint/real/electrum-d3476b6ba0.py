# After spesmilo/electrum d3476b6ba0: one method of the subclass takes the second lock first, and needs the first one in a method that it inherits.
import threading


class AddressSynchronizer:
    def __init__(self):
        self.lock = threading.RLock()
        self.transaction_lock = threading.RLock()
        self.heights = {}

    def get_tx_height(self, txid):
        with self.lock:  # step B3
            return self.heights.get(txid)

    def add_transaction(self, txid):
        with self.lock, self.transaction_lock:  # warn lock-order-inversion "transaction_lock" # step A1 A2
            self.heights[txid] = 0


class Wallet(AddressSynchronizer):
    def is_paid_bad(self, txids):
        with self.transaction_lock:  # step B1
            return [self.get_tx_height(txid) for txid in txids]  # step B2

    def is_paid_ok(self, txids):
        with self.lock, self.transaction_lock:
            return [self.get_tx_height(txid) for txid in txids]
