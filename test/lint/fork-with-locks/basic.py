import multiprocessing
import os
import threading

ledger_lock = threading.Lock()
log_lock = threading.Lock()
quiet_lock = threading.Lock()
between = multiprocessing.Lock()


def book():
    with ledger_lock:  # step B1
        print("booked")


def start_bad():
    child = multiprocessing.Process(target=book)
    with ledger_lock:  # step A1
        child.start()  # warn fork-with-locks "start_bad starts a process while it holds ledger_lock" # step A2
    child.join()


# The lock is given back before.
def start_ok():
    child = multiprocessing.Process(target=book)
    with ledger_lock:
        print("before")
    child.start()


# A lock that processes share is given back by the one that holds it.
def shared_book():
    with between:
        print("booked")


def start_shared_ok():
    child = multiprocessing.Process(target=shared_book)
    with between:
        child.start()


def log_bad():
    with log_lock:  # step[2] A1 step[3] A1
        print("tick")


def report():
    with log_lock:  # step[2] B2 step[3] B3
        print("report")


def main_bad():
    threading.Thread(target=log_bad).start()
    multiprocessing.Process(target=report).start()  # warn[2] fork-with-locks "report needs log_lock, and so does the thread of log_bad" # step[2] B1


def fork_bad():
    if os.fork() == 0:  # warn[3] fork-with-locks "the new process in fork_bad needs log_lock" # step[3] B1
        report()  # step[3] B2


# The old process may take what it likes.
def fork_ok():
    child = os.fork()
    if child > 0:
        report()
        os.waitpid(child, 0)


# Nobody else takes it.
def fork_quiet_ok():
    child = os.fork()
    if child == 0:
        with quiet_lock:
            print("alone")
