import queue

jobs = queue.Queue()
counted = queue.Queue()


def consume_bad():
    while True:
        print(jobs.get())  # step A1


def finish_bad():
    jobs.put(1)
    jobs.join()  # warn task-done-missing "consume_bad takes them" # step A2


def count_ok():
    while True:
        counted.get()
        counted.task_done()


def counted_ok():
    counted.join()
