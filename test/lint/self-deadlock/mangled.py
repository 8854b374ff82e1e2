import threading


class Client:
    __registry_lock = threading.Lock()

    def __init__(self):
        self.__lock = threading.Lock()

    def use_bad(self):
        with self.__lock:  # step[1] A1
            self.__forget()  # warn[1] self-deadlock "Client.__forget" # step[1] A2

    def __forget(self):
        with self.__lock:  # step[1] A3 # step[3] A3
            self.used = False

    def register_bad(self):
        with Client.__registry_lock:  # step[2] A1
            self.__renew()  # warn[2] self-deadlock # step[2] A2

    @classmethod
    def __renew(cls):
        with cls.__registry_lock:  # step[2] A3
            pass

    def later_bad(self):
        def work():
            with self.__lock:  # step[3] A1
                self.__forget()  # warn[3] self-deadlock # step[3] A2

        return work


class Special(Client):
    def __init__(self):
        super().__init__()
        self.__lock = threading.Lock()

    def other_lock_ok(self):
        with self.__lock:
            self.use()

    def use(self):
        with self._Client__lock:
            pass

    def __forget(self):
        with self.__lock:
            pass
