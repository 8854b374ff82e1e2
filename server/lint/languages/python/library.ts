// What Python's standard library does with locks and threads.
import type { Library, LibraryThing, Operation } from '../../facts/library.js';

const acquire: Operation = { does: 'acquire', blocking: { position: 0, name: 'blocking' }, timeout: { position: 1, name: 'timeout' } };
const acquireBlock: Operation = { does: 'acquire', blocking: { position: 0, name: 'block' }, timeout: { position: 1, name: 'timeout' } };
const acquireAlways: Operation = { does: 'acquire' };
/** Runs the callbacks that were hung on it, at once. */
const complete: Operation = { does: 'complete' };
const release: Operation = { does: 'release' };
const locked: Operation = { does: 'locked' };

function family(prefix: string, asynchronous: boolean, take: Operation, across: { acrossProcesses?: true } = {}): Record<string, LibraryThing> {
  const lock = { acquire: take, release, locked };
  const condition = {
    ...lock,
    wait: { does: 'wait', timeout: { position: 0, name: 'timeout' } },
    wait_for: { does: 'wait', timeout: { position: 1, name: 'timeout' }, predicate: true },
    notify: { does: 'notify' },
    notify_all: { does: 'notify' },
    notifyAll: { does: 'notify' },
  } satisfies Record<string, Operation>;
  const event = {
    wait: { does: 'block', on: 'event', timeout: { position: 0, name: 'timeout' } },
    set: { does: 'event-set' },
    clear: { does: 'event-clear' },
    is_set: { does: 'none' },
  } satisfies Record<string, Operation>;
  return {
    [`${prefix}.Lock`]: { made: { makes: 'lock', reentrant: false, asynchronous, exclusive: true, ...across }, methods: lock },
    [`${prefix}.RLock`]: { made: { makes: 'lock', reentrant: true, asynchronous, exclusive: true, ...across }, methods: lock },
    [`${prefix}.Condition`]: { made: { makes: 'condition', lock: { position: 0, name: 'lock' }, reentrant: !asynchronous, asynchronous, exclusive: true, ...across }, methods: condition },
    [`${prefix}.Semaphore`]: { made: { makes: 'semaphore', permits: { position: 0, name: 'value' }, asynchronous, reentrant: false, exclusive: true }, methods: lock },
    [`${prefix}.BoundedSemaphore`]: { made: { makes: 'semaphore', permits: { position: 0, name: 'value' }, asynchronous, reentrant: false, exclusive: true }, methods: lock },
    [`${prefix}.Event`]: { made: { makes: 'event' }, methods: event },
    [`${prefix}.Barrier`]: { made: { makes: 'barrier' }, methods: { wait: { does: 'block', on: 'barrier', timeout: { position: 0, name: 'timeout' } } } },
  };
}

const queue: LibraryThing = {
  made: { makes: 'queue', size: { position: 0, name: 'maxsize' } },
  methods: {
    put: { does: 'block', on: 'put', blocking: { position: 1, name: 'block' }, timeout: { position: 2, name: 'timeout' } },
    get: { does: 'block', on: 'get', blocking: { position: 0, name: 'block' }, timeout: { position: 1, name: 'timeout' } },
    join: { does: 'block', on: 'queue-join' },
    task_done: { does: 'task-done' },
    put_nowait: { does: 'none' },
    get_nowait: { does: 'none' },
    shutdown: { does: 'close' },
  },
};

const join: Operation = { does: 'block', on: 'join', timeout: { position: 0, name: 'timeout' } };
const socketMethods: Record<string, Operation> = {
  ...Object.fromEntries(['recv', 'recvfrom', 'recv_into', 'accept', 'connect', 'sendall'].map((name): [string, Operation] => [name, { does: 'block', on: 'socket' }])),
  settimeout: { does: 'limit' },
  setblocking: { does: 'limit' },
  close: { does: 'close' },
  shutdown: { does: 'close' },
};
const socket: LibraryThing = { made: { makes: 'socket' }, methods: socketMethods };
const executor: LibraryThing = {
  made: { makes: 'executor', workers: { position: 0, name: 'max_workers' } },
  methods: { submit: { does: 'spawn', callback: { position: 0, name: 'fn' }, in: 'pool' }, map: { does: 'spawn', callback: { position: 0, name: 'fn' }, in: 'pool' }, shutdown: { does: 'block', on: 'shutdown', blocking: { position: 0, name: 'wait' } } },
  methodGives: { submit: 'py:concurrent.futures.Future' },
};
const pool: LibraryThing = {
  made: { makes: 'executor' },
  // Ending it at once still joins its threads, one of which runs the callbacks.
  methods: { join: { does: 'block', on: 'join' }, terminate: { does: 'block', on: 'join' }, apply_async: { does: 'spawn', callback: { position: 0, name: 'func' }, in: 'pool' }, map: { does: 'block', on: 'result' }, apply: { does: 'block', on: 'result' } },
};
const later = (position: number): LibraryThing => ({ does: { does: 'spawn', callback: { position }, in: 'later' } });
const processCall: LibraryThing = { does: { does: 'block', on: 'process', timeout: { name: 'timeout' } } };

const things: Record<string, LibraryThing> = {
  ...family('py:threading', false, acquire),
  ...family('py:multiprocessing', false, acquireBlock, { acrossProcesses: true }),
  ...family('py:asyncio', true, acquireAlways),
  'py:threading._RLock': { alias: 'py:threading.RLock' },
  'py:_thread.allocate_lock': { made: { makes: 'lock', reentrant: false, asynchronous: false, exclusive: true }, methods: { acquire, release, locked } },
  'py:_thread.RLock': { alias: 'py:threading.RLock' },
  'py:thread.allocate_lock': { alias: 'py:_thread.allocate_lock' },
  'py:threading.Thread': { made: { makes: 'thread', target: { position: 1, name: 'target' } }, methods: { join, start: { does: 'start' } } },
  'py:threading.Timer': { made: { makes: 'thread', target: { position: 1, name: 'function' } }, methods: { join, start: { does: 'start' } } },
  'py:multiprocessing.Process': { made: { makes: 'process', target: { position: 1, name: 'target' } }, methods: { join, start: { does: 'start' } } },
  'py:multiprocessing.context.Process': { alias: 'py:multiprocessing.Process' },
  'py:multiprocessing.Pool': pool,
  'py:multiprocessing.pool.ThreadPool': pool,
  'py:multiprocessing.pool.Pool': pool,
  'py:multiprocessing.Queue': queue,
  'py:multiprocessing.JoinableQueue': queue,
  'py:queue.Queue': queue,
  'py:queue.LifoQueue': queue,
  'py:queue.PriorityQueue': queue,
  'py:queue.SimpleQueue': queue,
  'py:Queue.Queue': queue,
  'py:concurrent.futures.ThreadPoolExecutor': executor,
  'py:concurrent.futures.ProcessPoolExecutor': executor,
  'py:concurrent.futures.thread.ThreadPoolExecutor': executor,
  'py:concurrent.futures.process.ProcessPoolExecutor': executor,
  'py:concurrent.futures.Future': {
    made: { makes: 'future' },
    methods: { result: { does: 'block', on: 'result', timeout: { position: 0, name: 'timeout' } }, exception: { does: 'block', on: 'result', timeout: { position: 0, name: 'timeout' } }, set_result: complete, set_exception: complete },
  },
  'py:concurrent.futures.wait': { does: { does: 'block', on: 'result', timeout: { position: 1, name: 'timeout' } } },
  'py:time.sleep': { does: { does: 'block', on: 'sleep' } },
  'py:input': { does: { does: 'block', on: 'input' } },
  'py:socket.socket': socket,
  'py:socket.create_connection': { made: { makes: 'socket', limit: { position: 1, name: 'timeout' } }, methods: socketMethods },
  'py:socket.setdefaulttimeout': { does: { does: 'limit' } },
  'py:os.fork': { does: { does: 'fork' } },
  'py:os.register_at_fork': { does: { does: 'at-fork' } },
  'py:os.forkpty': { does: { does: 'fork' } },
  'py:multiprocessing.set_start_method': { does: { does: 'start-method', method: { position: 0, name: 'method' } } },
  'py:subprocess.run': processCall,
  'py:subprocess.call': processCall,
  'py:subprocess.check_call': processCall,
  'py:subprocess.check_output': processCall,
  'py:subprocess.Popen': { made: { makes: 'thing' }, methods: { wait: { does: 'block', on: 'process', timeout: { position: 0, name: 'timeout' } }, communicate: { does: 'block', on: 'process', timeout: { position: 1, name: 'timeout' } } } },
  'py:contextlib.ExitStack': { made: { makes: 'stack' }, methods: { enter_context: { does: 'enter' } } },
  'py:contextlib.AsyncExitStack': { made: { makes: 'stack' }, methods: { enter_context: { does: 'enter' }, enter_async_context: { does: 'enter' } } },
  'py:contextlib.closing': { made: { makes: 'thing' } },
  'py:collections.defaultdict': { made: { makes: 'container', element: { position: 0 } } },
  'py:dataclasses.field': { made: { makes: 'container', element: { name: 'default_factory' } } },
  ...Object.fromEntries(['open_connection', 'open_unix_connection'].map((name): [string, LibraryThing] => [`py:asyncio.${name}`, { does: { does: 'block', on: 'socket' } }])),
  'py:asyncio.create_task': later(0),
  'py:asyncio.ensure_future': later(0),
  ...Object.fromEntries(['ref', 'proxy', 'finalize', 'WeakMethod'].map((name): [string, LibraryThing] => [`py:weakref.${name}`, { does: { does: 'interrupt', callback: { position: 1, name: name === 'finalize' ? 'func' : 'callback' }, by: 'collector' } }])),
  'py:gc.callbacks.append': { does: { does: 'interrupt', callback: { position: 0 }, by: 'collector' } },
  'py:signal.signal': { does: { does: 'interrupt', callback: { position: 1, name: 'handler' }, by: 'signal' } },
  'py:_thread.start_new_thread': { does: { does: 'spawn', callback: { position: 0 }, in: 'thread' } },
};

type Hint = Library['hints'][number];

export const pythonLibrary: Library = {
  things,
  guesses: { acquire, release },
  hints: [
    { method: 'join', receiver: /thread|process|worker|proc$|^t$/i, does: join },
    { method: 'join', receiver: /pool$/i, does: join },
    { method: 'terminate', receiver: /pool$/i, does: join },
    { method: 'shutdown', receiver: /executor|pool$/i, does: { does: 'block', on: 'shutdown', blocking: { position: 0, name: 'wait' } } },
    ...['recv', 'recvfrom', 'accept'].map((method): Hint => ({ method, receiver: /sock(et)?$/i, does: { does: 'block', on: 'socket' } })),
    ...['settimeout', 'setblocking'].map((method): Hint => ({ method, receiver: /sock(et)?$/i, does: { does: 'limit' } })),
    ...['close', 'shutdown'].map((method): Hint => ({ method, receiver: /sock(et)?$/i, does: { does: 'close' } })),
    { method: 'wait', receiver: /event$/i, does: { does: 'block', on: 'event', timeout: { position: 0, name: 'timeout' } } },
    ...['set_result', 'set_exception'].map((method): Hint => ({ method, receiver: /fut(ure)?$/i, does: complete })),
    { method: 'result', receiver: /fut(ure)?$/i, does: { does: 'block', on: 'result', timeout: { position: 0, name: 'timeout' } } },
  ],
  lookalikes: [],
  makers: { Event: 'py:threading.Event',  Lock: 'py:threading.Lock', RLock: 'py:threading.RLock', Condition: 'py:threading.Condition', lock_object: 'py:threading.Lock', rlock_object: 'py:threading.RLock', allocate_lock: 'py:_thread.allocate_lock' },
  calm: ['len', 'time', 'monotonic', 'perf_counter', 'append', 'appendleft', 'add', 'discard', 'clear', 'isinstance', 'hasattr', 'id', 'list', 'dict', 'set', 'tuple', 'items', 'keys', 'values', 'copy', 'get', 'bool', 'is_set', 'notify', 'notify_all', 'notifyAll', 'current_thread', 'get_ident', 'range', 'acquire', 'release', 'locked', 'debug', 'info', 'warning', 'print', 'min', 'max', 'str', 'repr', 'setdefault', 'update', 'deque', 'super', 'type', 'popleft', 'qsize', 'empty', 'locked', 'start', 'sleep', 'sorted', 'extend'],
};
