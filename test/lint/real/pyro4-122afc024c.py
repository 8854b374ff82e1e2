# After irmen/Pyro4 122afc024c: the first call over a new connection fails while the connection's lock is held, and giving the connection up asks for it again.
import threading


class Proxy:
    def __init__(self):
        self.__lock = threading.Lock()
        self._connection = None
        self._metadata = None

    def _release(self):
        with self.__lock:  # step A5
            self._connection = None

    def _invoke(self, name):
        try:
            return self._connection.send(name)
        except OSError:
            self._release()  # step A4
            raise

    def _get_metadata(self):
        return self._invoke("get_metadata")  # step A3

    def __connect_bad(self):
        with self.__lock:  # step A1
            self._connection = self.dial()
            self._metadata = self._get_metadata()  # warn self-deadlock # step A2

    def __connect_ok(self):
        with self.__lock:
            self._connection = self.dial()
        self._metadata = self._get_metadata()

    def dial(self):
        return None
