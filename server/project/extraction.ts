// Extracts the facts of many files, on several cores where there are many. Opens files; knows no terminal and no editor.
import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { readLanguages } from './grammars.js';
import { extractFacts, languageOf } from '../lint/extract.js';
import type { FileFacts } from '../lint/facts/facts.js';
import type { Language } from '../lint/languages/language.js';
import { printOf } from './lint-cache.js';
import { readSource } from './source-files.js';

/** With fewer files a thread costs more than it saves. */
const filesAThread = 60;
/** Handed to a thread at once: few enough that the last ones end together. */
const filesAPortion = 16;

export interface ExtractionOptions {
  /** The folder with the parsers. */
  grammars: string;
  /** A program that calls `extractInThread` at its start; where it is missing this thread does everything. */
  program?: string;
  /** Threads at the most; as many as there are cores where it is missing. */
  jobs?: number;
  /** Called as files get done, with how many are. */
  progress?(done: number): void;
}

interface ThreadData {
  extraction: { grammars: string };
}

export interface Extracted {
  facts: FileFacts;
  /** Of the text that they were made of. */
  print: string;
}

/** Gives the facts of every file to `take`, in any order. Rejects where a file cannot be read. */
export async function extractFiles(files: readonly string[], options: ExtractionOptions, take: (extracted: Extracted) => void): Promise<void> {
  const threads = options.program === undefined ? 1 : Math.min(options.jobs ?? availableParallelism(), Math.ceil(files.length / filesAThread));
  let done = 0;
  const took = (extracted: readonly Extracted[]): void => {
    extracted.forEach(take);
    done += extracted.length;
    options.progress?.(done);
  };
  if (threads < 2 || options.program === undefined) {
    const languages = await readLanguages(options.grammars);
    for (const file of files) took(extractFile(languages, file));
    return;
  }
  const rest = [...files];
  const program = options.program;
  await Promise.all(Array.from({ length: threads }, () => oneThread(program, options.grammars, () => rest.splice(0, filesAPortion), took)));
}

async function oneThread(program: string, grammars: string, next: () => string[], took: (extracted: readonly Extracted[]) => void): Promise<void> {
  const thread = new Worker(program, { workerData: { extraction: { grammars } } satisfies ThreadData });
  try {
    await new Promise<void>((resolve, reject) => {
      const more = (): void => {
        const portion = next();
        if (portion.length === 0) resolve();
        else thread.postMessage(portion);
      };
      thread.on('error', reject);
      thread.on('message', (extracted: Extracted[] | 'ready') => {
        try {
          if (extracted !== 'ready') took(extracted);
          more();
        } catch (error) {
          reject(error);
        }
      });
    });
  } finally {
    await thread.terminate();
  }
}

const extractFile = (languages: readonly Language[], file: string): Extracted[] => {
  const language = languageOf(languages, file);
  if (!language) return [];
  const text = readSource(file);
  return [{ facts: extractFacts(language, file, text), print: printOf(text) }];
};

/** Where this thread was started to extract, it does so until it is ended, and this answers true. */
export function extractInThread(): boolean {
  const data = workerData as ThreadData | null;
  const port = parentPort;
  if (isMainThread || !port || !data?.extraction) return false;
  void readLanguages(data.extraction.grammars).then((languages) => {
    port.on('message', (files: string[]) => port.postMessage(files.flatMap((file) => extractFile(languages, file))));
    port.postMessage('ready');
  });
  return true;
}
