// Where everything lies in the shared heap. Constants only; every file that touches the heap reads its offsets here.
// Unless a name says otherwise, an offset or address is an index of 32-bit words (a byte address divided by four).

/** 64 KiB pages: 256 MB are reserved and cost nothing until they are touched. */
export const HEAP_PAGES = 4096;
export const HEAP_BYTES = HEAP_PAGES * 65536;

// ---- Header: one word each
export const LAYOUT_VERSION = 1;
export const VERSION = 0;
export const NEXT_THREAD_ID = 1;
export const NEXT_RESOURCE_ID = 2;
/** Counts the supervisor's samples. */
export const TICK = 4;
/** 1 while telemetry is on. */
export const TELEMETRY = 5;
/** Index of 64-bit floats: the time of the last sample. Words 6 and 7. */
export const TICK_TIME_F64 = 3;
/** Next free byte of the dynamic region, in units of 16 bytes. */
export const BUMP = 8;
export const THREADS_HIGH = 9;
export const THREADS_FREE = 10;
export const THREADS_GUARD = 11;
export const RESOURCES_HIGH = 12;
export const RESOURCES_FREE = 13;
export const RESOURCES_GUARD = 14;
export const ALIVE_THREADS = 15;
/** Threads that keep the process going: alive, not a daemon, not the main thread of a plain program. */
export const ALIVE_WORKING = 16;
export const THREAD_LIMIT = 17;
/** 1 where the host samples regularly, so that an ended thread must stay until it was seen. */
export const SAMPLED = 18;
export const SPARES = 19;
export const SPARES_GUARD = 20;
export const SPARE_COUNT = 21;
export const SPARE_LIMIT = 22;
export const WORKERS_HIGH = 23;
/** Words 24 and 25, as a 64-bit float: milliseconds since the epoch when the heap was made. */
export const EPOCH_F64 = 12;
/** Words 26 and 27, as a 64-bit float: `process.hrtime` in milliseconds at the same moment. */
export const EPOCH_HR_F64 = 13;
/** Next free byte of the text region. */
export const TEXT_BUMP = 28;
/** Texts that were not stored because the region is full. */
export const TEXT_REFUSED = 29;
export const SHAPES = 30;
export const MAIN_THREAD = 31;
/** Output ring: bytes ever written and ever drained (they wrap), and its guard. */
export const OUTPUT_WRITTEN = 32;
export const OUTPUT_DRAINED = 33;
export const OUTPUT_GUARD = 34;
/** How many writers wait for room. */
export const OUTPUT_BLOCKED = 35;
/** 1 while the supervisor sleeps until something is written. */
export const OUTPUT_IDLE = 36;
/** Counts the moments at which a thread ended; joiners of several threads wait on it. */
export const ENDINGS = 37;
/** Counts the completions of futures that somebody awaits together with others; such waiters sleep on it. */
export const COMPLETIONS = 39;
export const NEXT_FUTURE = 40;
/** Threads that have ended and that the supervisor has not looked at; the first one rings for it. */
export const ENDED_UNSEEN = 41;
/** Counts the changes of pollable queues that somebody selects; such waiters sleep on it. */
export const SELECT_BELL = 42;
/** Observed orders of locks: how many are noted, the guard of the table, how many found no room. */
export const ORDERS_COUNT = 43;
export const ORDERS_GUARD = 44;
export const ORDERS_REFUSED = 45;
/** As W_ITEM, for the supervisor's thread. */
export const SUPERVISOR_ITEM = 48;
/** Orders the history events of all threads; wraps after 2^32. In a cache line of its own: all write it. */
export const SEQUENCE = 56;
/** Kind number k counts the resources of its kind at KIND_COUNTERS + k. */
export const KIND_COUNTERS = 64;
/** Two words a size class: the head of its free list and the guard. */
export const CLASS_HEADS = 128;
export const CLASS_GUARDS = 256;
export const HEADER_WORDS = 512;

// ---- Thread records
export const THREADS_MAX = 8192;
export const THREAD_WORDS = 64;
export const THREADS_START = 16384;

// ---- One record a worker (the engine's thread that runs our threads, one after the other)
export const WORKERS_MAX = 2048;
export const WORKER_WORDS = 16;
export const WORKERS_START = THREADS_START + THREADS_MAX * THREAD_WORDS;

// ---- Resource records
export const RESOURCES_MAX = 131_072;
/** Three cache lines of 64 bytes. */
export const RESOURCE_WORDS = 48;
export const RESOURCES_START = WORKERS_START + WORKERS_MAX * WORKER_WORDS;

// ---- Output ring
export const OUTPUT_BYTES = 4 * 1024 * 1024;
export const OUTPUT_START = RESOURCES_START + RESOURCES_MAX * RESOURCE_WORDS;

// ---- Interned texts: a hash table of word addresses, then the texts
export const TEXT_SLOTS = 65_536;
export const TEXT_TABLE = OUTPUT_START + OUTPUT_BYTES / 4;
export const TEXT_START = TEXT_TABLE + TEXT_SLOTS;
export const TEXT_BYTES = 16 * 1024 * 1024;

// ---- Observed orders of locks: a hash table of word addresses, then the entries
export const ORDERS_MAX = 4096;
export const ORDERS_SLOTS = 8192;
export const ORDER_WORDS = 8;
export const ORDERS_TABLE = TEXT_START + TEXT_BYTES / 4;
export const ORDERS_START = ORDERS_TABLE + ORDERS_SLOTS;

export const DYNAMIC_START = ORDERS_START + ORDERS_MAX * ORDER_WORDS;

// ---- Fields of a thread record
export const T_ID = 0;
export const T_REFS = 1;
export const T_FLAGS = 2;
/** Text address of its name, or below 0: it is `Thread-<number>`. */
export const T_NAME = 3;
/** Odd while the state is being rewritten. */
export const T_VERSION = 4;
export const T_STATE = 5;
/** Word address of the resource, or the id of the thread that is joined. */
export const T_SUBJECT = 6;
export const T_OPERATION = 7;
export const T_SITE = 8;
/** 0 while alive, 1 when ended; joiners wait here. */
export const T_DONE = 9;
export const T_SINCE_F64 = 5;
export const T_UNTIL_F64 = 6;
export const T_STARTED_F64 = 7;
export const T_ENDED_F64 = 8;
/** The word on which the thread sleeps, so that an interrupt can wake it. */
export const T_SLEEPS_ON = 18;
export const T_INTERRUPT = 19;
export const T_ENDING = 20;
/** Block with the encoded message and stack of an exception; for `exited` the code. */
export const T_ENDING_DATA = 21;
/** Block with module, name and arguments of the task. */
export const T_TASK = 22;
export const T_WORKER = 23;
export const T_NEXT_FREE = 24;
/** The waiter node on which it sleeps, 0 for none. */
export const T_NODE = 25;
/** Set when somebody asked that the thread be killed. */
export const T_KILLED = 26;

/** 1 while it is a pool's worker that sleeps and does not keep the program going. */
export const T_IDLE = 27;

/** 1 once the supervisor has looked at the ended thread. */
export const T_SEEN = 28;
/** What the word of T_SLEEPS_ON holds as long as nobody has woken the thread. */
export const T_SLEEPS_WHILE = 29;
/** As W_ITEM, for a thread without a worker record. */
export const T_ITEM = 32;

export const FLAG_DAEMON = 1;
/** The main thread of a plain program: it has no worker and never ends before the process. */
export const FLAG_HOST_MAIN = 2;
/** The supervisor wants to know at once when it has ended. */
export const FLAG_WATCHED = 4;

export const STATE_STARTING = 1;
export const STATE_RUNNING = 2;
export const STATE_WAITING = 3;
export const STATE_JOINING = 4;
export const STATE_SLEEPING = 5;
export const STATE_EVENT_LOOP = 6;
export const STATE_ENDED = 7;

export const ENDED_RETURNED = 1;
export const ENDED_RAISED = 2;
export const ENDED_OUT_OF_MEMORY = 3;
export const ENDED_EXITED = 4;
export const ENDED_KILLED = 5;

// ---- Fields of a worker record
/** The thread record it is to run; a spare worker waits here for it to become non-zero. */
export const W_ASSIGNED = 0;
export const W_NEXT = 1;
/** History ring: word address, events written, events drained, events lost. */
export const W_RING = 2;
export const W_RING_HEAD = 3;
export const W_RING_TAIL = 4;
export const W_RING_LOST = 5;
/** The thread record it runs now. */
export const W_CURRENT = 6;
/** 1 while the record belongs to a living worker. */
export const W_TAKEN = 7;
/** Four words where the fast path leaves an item that was got. */
export const W_ITEM = 8;
/** What its worker refers to (claims.ts), its free blocks (allocate.ts), its futures (future-group.ts): each belongs to whoever has the record. */
export const W_CLAIMS = 12;
export const W_MAGAZINES = 13;
export const W_FUTURES = 14;

// ---- Fields of a resource record; from R_OWN on each kind has its own
export const R_KIND = 0;
export const R_ID = 1;
export const R_REFS = 2;
export const R_NAME = 3;
export const R_CREATED = 4;
export const R_NUMBER = 5;
export const R_NEXT_FREE = 6;
export const R_OWN = 8;

// Lock, RLock. The word is 0 when free, else the owner's id, WAITERS and ABANDONED.
/** The lock that its owner took before this one and still holds. */
export const L_BELOW = 7;
export const L_WORD = 8;
export const L_DEPTH = 9;
export const L_TAKEN = 10;
export const L_CONTENDED = 11;
/** T_NAME of an owner that ended without releasing: its thread record may be gone. */
export const L_DEAD_NAME = 16;
export const L_ACQUISITIONS_F64 = 6;
export const L_SINCE_F64 = 7;
export const WAITERS = 1 << 30;
export const ABANDONED = 1 << 31;
export const OWNER = WAITERS - 1;

// One observed order: the ids of both locks, text addresses of where and of their names, the thread that was seen first.
export const O_FIRST = 0;
export const O_SECOND = 1;
export const O_FIRST_SITE = 2;
export const O_SECOND_SITE = 3;
export const O_THREAD = 4;
export const O_FIRST_NAME = 5;
export const O_SECOND_NAME = 6;

// Condition: the record of its lock, and the list of its waiters, which the lock protects.
export const C_LOCK = 8;
export const C_LIST = 9;
export const C_NOTIFIES = 11;

// Event: bit 0 says whether it is set, the bits above count how often it was.
export const E_WORD = 8;
export const E_WAITERS = 9;

// Semaphore, BoundedSemaphore
export const S_VALUE = 8;
export const S_WAITERS = 9;
export const S_MOST = 10;

// Barrier
export const B_GUARD = 8;
export const B_PARTIES = 9;
export const B_ARRIVED = 10;
export const B_BROKEN = 11;
export const B_GENERATION = 12;
export const B_LIST = 13;
export const B_ACTION = 15;
export const B_TIMEOUT = 16;
/** The thread that came last and has not let the others go yet. */
export const B_LAST = 17;

// All queues. PUTS, GETS and DONE count and wrap. Consumers sleep on GET_BELL, producers on PUT_BELL, which count the occasions to look again:
// a put or a get while somebody waits, and the shutdown. What is seldom written, what producers write and what consumers write lie in a
// cache line each (words 0 to 15, 16 to 31, 32 to 47): a line that both sides write costs more than all else that a put does.
export const Q_CAPACITY = 8;
/** 0 open, 1 shut down, 2 shut down at once, 3 damaged. */
export const Q_CLOSED = 9;
export const Q_GET_WAITERS = 10;
export const Q_PUT_WAITERS = 11;
export const Q_JOINERS = 12;
export const Q_GET_BELL = 13;
export const Q_PUT_BELL = 14;
export const Q_PUTS = 16;
/** The producers' end, or the one guard of a queue that is not first in, first out. */
export const Q_TAIL_GUARD = 17;
export const Q_TAIL = 18;
/** What a producer last saw of GETS, under its guard. */
export const Q_SEEN_GETS = 19;
export const Q_GETS = 32;
export const Q_HEAD_GUARD = 33;
export const Q_HEAD = 34;
/** An emptied segment, kept for the producers. */
export const Q_SPARE = 35;
/** What a consumer last saw of PUTS, under its guard. */
export const Q_SEEN_PUTS = 36;
export const Q_DONE = 37;
/** 1 while a woken thread is on its way to look; how many wait in event loops. See queue-wakeups.ts. */
export const Q_GET_WAKING = 30;
export const Q_PUT_WAKING = 31;
export const Q_GET_LOOPS = 41;
export const Q_PUT_LOOPS = 42;
/** Lifo and priority queues: the block of entries, how many fit, and the number of the next arrival. */
export const Q_ENTRIES = 34;
export const Q_ROOM = 35;
export const Q_ORDER = 36;
/** Items in a segment of a fifo. */
export const SEGMENT_ITEMS = 128;

// PollableQueue: its doorbell, see doorbell.ts.
/** 0 while there is no descriptor; then of which kind it is. */
export const D_MADE = 7;
export const D_MADE_PAIR = 1;
export const D_MADE_LOOPBACK = 2;
export const D_READ = 21;
export const D_WRITE = 22;
export const D_RING = 23;
/** How many wait for it in shared memory, together with others. */
export const D_SELECTORS = 15;
export const D_MAKING = 25;

// ThreadPoolExecutor: its work lies in a queue at the offsets above; the rest follows.
export const X_MOST = 15;
/** Workers started and not yet gone; shutdown waits here. */
export const X_ALIVE = 38;
export const X_IDLE = 39;
/** Block with two words a worker: its thread's id and the future it runs. */
export const X_WORKERS = 26;
/** Block with the initializer and its arguments, 0 for none. */
export const X_INITIALIZER = 27;
/** Block with the error of a failed initializer. */
export const X_BROKEN = 28;
export const X_COMPLETED = 40;
export const X_JOINERS = 29;
/** Workers that are not yet gone, and one for all who refer to the executor: whoever takes it to 0 frees the record. */
export const X_USERS = 43;

// Future, a block of the heap. While a thread waits for it, a resource record of kind Future points to it.
export const F_STATE = 0;
export const F_REFS = 1;
/** How many wait; MANY is added while one of them waits for others as well. */
export const F_WAITERS = 2;
export const F_RUNNER = 3;
/** Text address of the task's module and name. */
export const F_TASK = 4;
/** Number of arguments that lie in the block itself (0 or 1), -1 where they are a block of their own. */
export const F_COUNT = 5;
/** The packed arguments, later the packed result: three words. */
export const F_ITEM = 6;
export const F_NUMBER = 9;
/** 1 once it has travelled: several threads will read the result. */
export const F_SHARED = 10;
export const F_WORDS = 11;
export const MANY = 1 << 20;
export const PENDING = 0;
export const RUNNING = 1;
export const FINISHED = 2;
export const RAISED = 3;
export const CANCELLED = 4;

// A waiter's node: 0 waits, 1 notified, 2 its thread is dead, 3 the barrier broke.
export const N_STATE = 0;
export const N_NEXT = 1;
export const N_PREVIOUS = 2;
export const N_THREAD = 3;
export const N_WORDS = 4;
export const NODE_WAITS = 0;
export const NODE_NOTIFIED = 1;
export const NODE_DEAD = 2;
export const NODE_BROKEN = 3;
