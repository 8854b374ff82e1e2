// The form of threadbook.json, as a JSON schema: what the editor completes and what the reader checks. The list of the rules makes it.
import type { Blocker } from '../lint/facts/library.js';
import { rules } from '../lint/rules/index.js';

/** What a project may say that a call of its own waits for. */
export const waitsFor: Readonly<Record<string, Blocker>> = { network: 'socket', process: 'process', thread: 'join', result: 'result', queue: 'get', event: 'event', sleep: 'sleep', input: 'input' };

export const lintConfigSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Threadbook',
  description: 'How Threadbook’s lint looks at this project, in the editor and on the command line.',
  type: 'object',
  additionalProperties: false,
  properties: {
    $schema: { type: 'string', description: 'The address of this schema.' },
    rules: {
      type: 'object',
      description: 'How serious the findings of a rule are. What is not named keeps its own severity.',
      additionalProperties: false,
      properties: Object.fromEntries(
        rules.map(({ id, severity, summary }) => [id, { enum: ['off', 'hint', 'information', 'warning', 'error'], default: severity, description: summary }]),
      ),
    },
    exclude: {
      type: 'array',
      description: 'Files and folders that are not read: glob patterns relative to this file, such as `vendor/**`.',
      items: { type: 'string', minLength: 1 },
    },
    order: {
      type: 'array',
      description: 'In which order locks are taken. A lock is named as findings name it, `Account.lock`, or after its module, `bank.Account.lock`.',
      items: { type: 'string', pattern: '^\\s*[^\\s<]+(\\s*<\\s*[^\\s<]+)+\\s*$', patternErrorMessage: 'An order names two locks or more, first the one that is taken first: "ledger < audit".', examples: ['ledger < audit'] },
    },
    wrappers: {
      type: 'object',
      description: 'What the project’s own classes and functions, or those of a library that nobody else knows, do with locks. A name stands after its module, `db.locks.Mutex`.',
      propertyNames: { pattern: '^[^\\s.]+(\\.[^\\s.]+)+$', patternErrorMessage: 'A wrapper is named after its module: "locks.Mutex".' },
      additionalProperties: {
        type: 'object',
        required: ['is'],
        additionalProperties: false,
        properties: {
          is: {
            enum: ['lock', 'guard', 'blocking', 'harmless'],
            enumDescriptions: [
              'Calling it makes a lock.',
              'A context manager that holds the locks that are handed to it.',
              'It waits for something else than a lock.',
              'It neither takes a lock nor waits, whatever its source says.',
            ],
            description: 'What it is.',
          },
          take: { type: 'string', minLength: 1, default: 'acquire', description: 'Of a lock: the method that takes it.' },
          release: { type: 'string', minLength: 1, default: 'release', description: 'Of a lock: the method that gives it back.' },
          reentrant: { type: 'boolean', default: false, description: 'Of a lock: whether who holds it may take it again.' },
          asynchronous: { type: 'boolean', default: false, description: 'Of a lock: whether tasks of an event loop wait for it, and not threads.' },
          for: { enum: Object.keys(waitsFor), default: 'network', description: 'Of what blocks: what it waits for.' },
        },
      },
    },
  },
} as const;
