// Facts as bytes: what one part of a build has extracted is read by another, which joins all parts. Knows the form and nothing of facts.
import { gunzipSync, gzipSync } from 'node:zlib';
import { deserialize, serialize } from 'node:v8';
import type { FileFacts } from '../lint/facts/facts.js';

/** Raised whenever facts change their form: old files are told from new ones by it. */
export const factsVersion = 1;

const mark = `threadbook facts ${factsVersion}\n`;

export const packFacts = (facts: readonly FileFacts[]): Buffer => Buffer.concat([Buffer.from(mark), gzipSync(serialize(facts), { level: 1 })]);

/** Answers a sentence where the bytes are no facts, or those of another version. */
export function unpackFacts(bytes: Buffer): FileFacts[] | string {
  const line = bytes.subarray(0, Math.max(0, bytes.subarray(0, 100).indexOf('\n') + 1)).toString('latin1');
  if (line !== mark) return /^threadbook facts \d+\n$/.test(line) ? 'was written by another version of Threadbook: emit it anew' : 'holds no facts of Threadbook';
  try {
    const facts: unknown = deserialize(gunzipSync(bytes.subarray(line.length)));
    if (Array.isArray(facts)) return facts as FileFacts[];
  } catch {
    // Cut off or damaged: said below.
  }
  return 'is damaged: emit it anew';
}
