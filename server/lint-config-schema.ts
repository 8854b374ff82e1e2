// The form of threadbook.json, as a JSON schema: what the editor completes and what the reader checks. The list of the rules makes it.
import { rules } from './lint/rules/index.js';

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
  },
} as const;
