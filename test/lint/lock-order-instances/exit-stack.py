"""Several locks at once, however many: an ExitStack over a sorted list."""

import threading
from contextlib import ExitStack


class Account:
    def __init__(self, number):
        self.number = number
        self.lock = threading.Lock()


def transfer_bad(source: Account, target: Account):
    with ExitStack() as stack:
        stack.enter_context(source.lock)  # step[1] A1
        stack.enter_context(target.lock)  # warn[1] lock-order-instances "one object and then of another" # step[1] A2


def transfer_sorted_ok(source: Account, target: Account):
    with ExitStack() as stack:
        for lock in sorted((source.lock, target.lock), key=id):
            stack.enter_context(lock)


def audit_sorted_ok(accounts: list[Account]):
    with ExitStack() as stack:
        for account in sorted(accounts, key=lambda each: each.number):
            stack.enter_context(account.lock)


def fn_transfer_in_a_loop(source: Account, target: Account):
    with ExitStack() as stack:
        for lock in (source.lock, target.lock):
            stack.enter_context(lock)
