from concurrent.futures import ThreadPoolExecutor

pool = ThreadPoolExecutor(2)
inner_pool = ThreadPoolExecutor(2)


def leaf():
    return 1


def outer_bad():
    future = pool.submit(leaf)  # step B1
    return future.result()  # warn pool-self-wait "waits for another task of pool" # step A2


def other_pool_ok():
    future = inner_pool.submit(leaf)
    return future.result()


def bounded_ok():
    return pool.submit(leaf).result(timeout=1)


def main_bad():
    pool.submit(outer_bad)  # step A1
    pool.submit(other_pool_ok)
    pool.submit(bounded_ok)
    return pool.submit(leaf).result()


class Tree:
    def __init__(self):
        self.executor = ThreadPoolExecutor(4)

    def walk(self):
        return self.executor.submit(self.visit_bad)  # step[2] A1

    def visit_bad(self):
        return self.child()  # step[2] A2

    def child(self):
        return self.executor.submit(leaf).result()  # warn[2] pool-self-wait "Tree.visit_bad runs in Tree.executor" # step[2] A3 B1
