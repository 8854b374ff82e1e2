# What comes out of a dictionary is what its name says.
import threading


class Sensor:
    def __init__(self, meters):
        self.lock = threading.Lock()
        self.meters = meters

    def record_bad(self):
        with self.lock:  # step A1
            self.meters.note(self)  # warn lock-order-inversion "Sensor.lock" # step A2


class Meters:
    def __init__(self):
        self.guard = threading.Lock()
        self.sensors = {}

    def note(self, sensor):
        with self.guard:  # step A3
            self.sensors[sensor.name] = sensor

    def remove_bad(self, name):
        with self.guard:  # step B1
            sensor = self.sensors.get(name)
            with sensor.lock:  # step B2
                del self.sensors[name]

    def each(self):
        for sensor in self.sensors.values():
            with sensor.lock:
                sensor.count = 0
