import threading

ledger_lock = threading.Lock()
audit_lock = threading.Lock()


def post_bad():
    with ledger_lock:  # step A1
        with audit_lock:  # warn lock-order-inversion "post_bad takes ledger_lock and then audit_lock" # step A2
            pass


def report_bad():
    with audit_lock:  # step B1
        with ledger_lock:  # step B2
            pass


def third_ok():
    with ledger_lock:
        pass
    with audit_lock:
        pass
