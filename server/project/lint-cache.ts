// What the lint has understood and found, on disk, so that a restart is warm: facts by the text that they were made of, findings by everything that
// they depend on. Plain data that is thrown away without a word where it is damaged, cut off or somebody else's. Knows nothing of what facts mean.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { FileFacts } from '../lint/facts/facts.js';
import type { Finding, Site } from '../lint/facts/finding.js';

/** Whatever was found in a number of files. */
export interface Findings {
  findings: Finding[];
  /** Comments that silence nothing. */
  unused: Finding[];
  /** Declared locks that nobody takes. */
  unknown: { name: string; site: Site }[];
  /** Files of which nothing is known, and why. */
  leftOut: { path: string; why: NonNullable<FileFacts['leftOut']> }[];
}

export interface LintCache {
  /** By what the facts of a text go; `print` is that of the text. */
  keyOf(path: string, print: string): string;
  /** By what the findings in files of these keys go; `config` is whatever else they depend on. */
  keyOfAll(keys: ReadonlyMap<string, string>, config: string): string;
  has(key: string): boolean;
  facts(key: string, path: string): FileFacts | undefined;
  findings(key: string): Findings | undefined;
  /** What cannot be written is not kept. */
  keepFacts(key: string, facts: FileFacts): void;
  keepFindings(key: string, findings: Findings): void;
  /** Deletes what was not used for the longest time, where there is more than the limit. */
  trim(): void;
}

export interface LintCacheOptions {
  /** Made where it is missing. Several processes may use it at once. */
  folder: string;
  /** The program that makes the facts and findings: another one does not read them. */
  build: string;
  /** Bytes. */
  limit?: number;
}

const defaultLimit = 256_000_000;
/** Bytes that an entry may unpack to. */
const entryLimit = 512_000_000;
/** What was used within a day counts as used now. */
const freshMs = 86_400_000;
const entryName = /^[0-9a-f]{40}(\.[-\w]+\.tmp)?$/;

/** Tells programs apart: by the files that they consist of, and by the engine, whose form the facts are written in. */
export const buildOf = (files: readonly string[]): string => files.reduce((hash, file) => hash.update(readFileSync(file)), createHash('sha256').update(process.versions.v8)).digest('hex');

/** Tells texts apart. */
export const printOf = (text: string): string => createHash('sha256').update(text, 'utf16le').digest('hex');

/** For whoever has no place to keep anything. */
export const nothingKept: LintCache = {
  keyOf: (_path, print) => print,
  keyOfAll: () => '',
  has: () => false,
  facts: () => undefined,
  findings: () => undefined,
  keepFacts() {},
  keepFindings() {},
  trim() {},
};

export function createLintCache({ folder, build, limit = defaultLimit }: LintCacheOptions): LintCache {
  // A folder of its own, so that nothing else can be deleted, whatever folder was named.
  const root = join(folder, 'lint');
  const place = (key: string): string => join(root, key.slice(0, 2), key);
  const digest = (...parts: readonly string[]): string => {
    const hash = createHash('sha256').update(build);
    for (const part of parts) hash.update(`\0${part.length}\0${part}`);
    return hash.digest('hex').slice(0, 40);
  };
  const made = new Set<string>();
  let writes = true;
  let count = 0;

  function makeFolder(path: string): void {
    if (made.has(path)) return;
    mkdirSync(path, { recursive: true });
    made.add(path);
  }

  function write(key: string, content: Buffer): void {
    if (!writes) return;
    const path = place(key);
    const temporary = `${path}.${process.pid}-${++count}.tmp`;
    try {
      if (!made.has(root)) {
        makeFolder(root);
        writeFileSync(join(root, '.gitignore'), '*\n');
      }
      makeFolder(join(root, key.slice(0, 2)));
      writeFileSync(temporary, Buffer.concat([Buffer.from(key), gzipSync(content, { level: 1 })]));
      renameSync(temporary, path);
    } catch {
      drop(temporary);
      // Another process may just have written the same. Else the disk is full or the folder is not ours: the lint goes on without keeping anything.
      if (!found(path)) writes = false;
    }
  }

  function read<T>(key: string, parse: (bytes: Buffer) => T | undefined): T | undefined {
    const path = place(key);
    try {
      const bytes = readFileSync(path);
      // The checksum of gzip tells damage, the key an entry that was put elsewhere.
      const content = bytes.toString('latin1', 0, key.length) === key ? parse(gunzipSync(bytes.subarray(key.length), { maxOutputLength: entryLimit })) : undefined;
      if (content !== undefined) return content;
    } catch {
      // Not there, cut off or damaged: it is made anew.
    }
    drop(path);
    return undefined;
  }

  return {
    // Of its path, the facts of a file depend on the ending alone.
    keyOf: (path, print) => digest('facts', path.slice(path.lastIndexOf('.')), print),
    keyOfAll: (keys, config) => digest('findings', config, [...keys].map(([path, key]) => `${path}\0${key}`).sort().join('\0')),
    has(key) {
      const entry = found(place(key));
      if (!entry) return false;
      const now = Date.now();
      if (now - entry.mtimeMs > freshMs) {
        try {
          utimesSync(place(key), now / 1000, now / 1000);
        } catch {
          // Somebody else's, or gone by now: it only ages.
        }
      }
      return true;
    },
    facts: (key, path) =>
      read(key, (bytes) => {
        const facts: unknown = deserialize(bytes);
        return isFacts(facts) ? { ...facts, path } : undefined;
      }),
    findings: (key) =>
      read(key, (bytes) => {
        const said: unknown = JSON.parse(bytes.toString());
        return isFindings(said) ? said : undefined;
      }),
    keepFacts: (key, facts) => write(key, serialize(facts)),
    keepFindings: (key, findings) => write(key, Buffer.from(JSON.stringify(findings))),
    trim() {
      const entries = entriesBelow(root);
      let total = entries.reduce((sum, { size }) => sum + size, 0);
      if (total <= limit) return;
      for (const { path, size } of entries.sort((a, b) => a.used - b.used)) {
        if (total <= limit * 0.8) return;
        drop(path);
        total -= size;
      }
    },
  };
}

const isFacts = (facts: unknown): facts is FileFacts => typeof facts === 'object' && facts !== null && 'functions' in facts && Array.isArray(facts.functions);

const isFindings = (said: unknown): said is Findings =>
  typeof said === 'object' && said !== null && ['findings', 'unused', 'unknown', 'leftOut'].every((part) => Array.isArray((said as Record<string, unknown>)[part]));

function found(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined; // A folder that nobody may look into holds nothing for the lint.
  }
}

function drop(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Somebody else's: it is not read either way.
  }
}

function entriesBelow(root: string): { path: string; size: number; used: number }[] {
  const list = (folder: string): string[] => {
    try {
      return readdirSync(folder);
    } catch {
      return []; // Nothing was kept yet, or somebody has deleted it meanwhile.
    }
  };
  return list(root)
    .filter((name) => /^[0-9a-f]{2}$/.test(name))
    .flatMap((name) => list(join(root, name)).filter((entry) => entryName.test(entry)).map((entry) => join(root, name, entry)))
    .flatMap((path) => {
      const entry = found(path);
      return entry ? [{ path, size: entry.size, used: entry.mtimeMs }] : [];
    });
}
