"""Two locks in an ExitStack: in the order of the text, or in that of their ids."""

import threading
from contextlib import ExitStack

savings_lock = threading.Lock()
checking_lock = threading.Lock()
east_lock = threading.Lock()
west_lock = threading.Lock()


def deposit_bad():
    with ExitStack() as stack:
        stack.enter_context(savings_lock)  # step[1] A1
        stack.enter_context(checking_lock)  # warn[1] lock-order-inversion "savings_lock and then checking_lock" # step[1] A2


def withdraw_bad():
    with ExitStack() as stack:
        stack.enter_context(checking_lock)  # step[1] B1
        stack.enter_context(savings_lock)  # step[1] B2


def eastwards_ok():
    with ExitStack() as stack:
        for lock in sorted((east_lock, west_lock), key=id):
            stack.enter_context(lock)


def westwards_ok():
    with ExitStack() as stack:
        for lock in sorted((west_lock, east_lock), key=id):
            stack.enter_context(lock)
