"""A bank whose accounts and audit log have a lock each."""

import threading


class Bank:
    def __init__(self):
        self.accounts_lock = threading.Lock()
        self.audit_lock = threading.Lock()
        self.balances = {}
        self.audit = []

    def transfer(self, source, target, amount):
        with self.accounts_lock:
            self.balances[source] -= amount
            self.balances[target] += amount
            self._record(source, target, amount)

    def _record(self, source, target, amount):
        with self.audit_lock:
            self.audit.append((source, target, amount))

    def report(self):
        with self.audit_lock:
            lines = [f"{source} -> {target}: {amount}" for source, target, amount in self.audit]
            lines.append(f"total: {self._total()}")
            return "\n".join(lines)

    def _total(self):
        with self.accounts_lock:
            return sum(self.balances.values())
