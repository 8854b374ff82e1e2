// A child process runs code that is not ours: whatever it sends is looked at once, here, before anything trusts it.
import type { FromHost } from '../../recipes/host/messages.js';

type Type = 'string' | 'number' | 'boolean' | 'array' | 'object';
/** A question mark: it may be missing. */
type Fields = Record<string, Type | `${Type}?`>;

const shapes: Record<FromHost['kind'], Fields> = {
  ready: {},
  catalog: { recipes: 'array' },
  state: { at: 'number', threads: 'array', resources: 'array', goneThreads: 'array', goneResources: 'array', orders: 'array?', ordersDropped: 'number?', still: 'boolean?' },
  history: { events: 'array', dropped: 'number' },
  output: { chunks: 'array', bytes: 'number' },
  'input-taken': { messages: 'number' },
  'memory-limit': { megabytes: 'number' },
  ended: { ending: 'object' },
};

/** Where the items of an array must be objects with these fields. */
const items: Partial<Record<string, Fields>> = {
  recipes: { id: 'string', section: 'string', sectionTitle: 'string', title: 'string', story: 'string', doc: 'string', parameters: 'object', expects: 'string', readsInput: 'boolean', source: 'string', line: 'number', error: 'string?', errorValues: 'array?' },
  threads: { id: 'number', name: 'string', startedAt: 'number', state: 'object' },
  resources: { id: 'number', kind: 'string', name: 'string', created: 'array' },
  events: { sequence: 'number', at: 'number', thread: 'number', what: 'string', stack: 'array?' },
  orders: { first: 'number', firstName: 'string', firstStack: 'array', second: 'number', secondName: 'string', secondStack: 'array', thread: 'number' },
  chunks: { thread: 'string', text: 'string' },
};

/** The message, or a sentence that says what is wrong with it. */
export function checkMessage(message: unknown): FromHost | { problem: string } {
  if (!isRecord(message) || typeof message.kind !== 'string') return { problem: 'a message without a kind' };
  const kind = message.kind;
  const fields = Object.hasOwn(shapes, kind) ? shapes[kind as FromHost['kind']] : undefined;
  if (!fields) return { problem: `a message of the unknown kind “${kind}”` };
  const wrong = wrongField(message, fields);
  if (wrong) return { problem: `a ${kind} message whose ${wrong} is missing or of the wrong type` };
  for (const name of Object.keys(fields)) {
    const itemFields = items[name];
    if (!itemFields) continue;
    for (const item of (message[name] ?? []) as unknown[]) {
      const wrongIn = isRecord(item) ? wrongField(item, itemFields) : 'shape';
      if (wrongIn) return { problem: `a ${kind} message with one of its ${name} whose ${wrongIn} is missing or of the wrong type` };
    }
  }
  return message as unknown as FromHost;
}

function wrongField(record: Record<string, unknown>, fields: Fields): string | undefined {
  return Object.keys(fields).find((name) => !isOf(record[name], fields[name]!));
}

function isOf(value: unknown, type: Fields[string]): boolean {
  if (type.endsWith('?')) return value === undefined || isOf(value, type.slice(0, -1) as Type);
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isRecord(value);
  return typeof value === type;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
