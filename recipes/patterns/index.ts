// What a recipe of the user may build on, as `threadbook/patterns`. The network scheduler is not here: its types need Node's own, which need not be
// installed where a recipe lies; copy it.
export { Actor, type Behaviour } from './actor.js';
export { BlockingSocket } from './blocking-socket.js';
export { Exchange, ExchangeThread, type Counts, type Order, type WhenFull } from './exchange.js';
export { heapParts, SharedHeap, type HeapParts } from './shared-heap.js';
