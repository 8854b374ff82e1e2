# After spesmilo/electrum 4acf884790: the list of all chains and one chain are locked in both orders, one of them by a decorator.
import threading
from functools import wraps

chains_lock = threading.RLock()
chains = []


def with_lock(method):
    @wraps(method)
    def locked(self):
        with self.lock:
            return method(self)

    return locked


class Chain:
    def __init__(self):
        self.lock = threading.RLock()

    @with_lock
    def height(self):  # step A3
        return 1

    def heights_bad(self):
        with chains_lock:  # step A1
            return [chain.height() for chain in chains] + [self.height()]  # warn lock-order-inversion # step A2

    def swap_bad(self):
        with self.lock:  # step B1
            with chains_lock:  # step B2
                chains.reverse()
