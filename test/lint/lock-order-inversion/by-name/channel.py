import threading


class Channel:
    def __init__(self, transport, reader):
        self.lock = threading.Lock()
        self.transport = transport
        self.reader = reader
        self.open = True

    def write_bad(self, text):
        with self.lock:  # step A1
            self.transport.send(text)  # warn lock-order-inversion "SecureTransport.lock" # step A2

    def closed(self):
        with self.lock:  # step B3
            self.open = False

    def look_ok(self):
        # Four classes are readers: nobody knows which one this is.
        with self.lock:
            return self.reader.look_ok()
