import multiprocessing
import os
import threading

lock = threading.Lock()


def renew_ok():
    global lock
    lock = threading.Lock()


os.register_at_fork(after_in_child=renew_ok)


def work_ok():
    with lock:
        print("work")


def main_ok():
    threading.Thread(target=work_ok).start()
    multiprocessing.Process(target=work_ok).start()
