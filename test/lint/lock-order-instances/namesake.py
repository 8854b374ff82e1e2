import threading


class DxlClient:
    def __init__(self):
        self.lock = threading.RLock()
        self.names = []

    def subscribe(self, name):
        with self.lock:  # step A3
            self.names.append(name)


# The client of another library, which has a method of that name as well.
def connected_ok(client, userdata):
    if not isinstance(userdata, DxlClient):
        raise ValueError("not ours")
    self = userdata
    with self.lock:
        for name in self.names:
            client.subscribe(name)


def move_bad(one: DxlClient, other: DxlClient):
    with one.lock:  # step A1
        other.subscribe("a")  # warn lock-order-instances # step A2
