// Reads and writes the files of recordings: the recording itself, and its export as a trace. It must not know who asks.
import { createWriteStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { BadRecording, decodeRecording, encodeRecording } from './model/recording/file.js';
import type { Recording } from './model/recording/recording.js';
import { traceText } from './model/recording/trace.js';
import { UserError } from './user-error.js';

/** Throws UserError where the file cannot be read or is no recording. */
export async function readRecording(path: string): Promise<Recording> {
  const bytes = await readFile(path).catch(refuse(`${path} cannot be read`));
  try {
    return await decodeRecording(bytes);
  } catch (error) {
    if (error instanceof BadRecording) throw new UserError(`${path}: ${error.message}`);
    throw error;
  }
}

/** Throws UserError where the file cannot be written. */
export async function writeRecording(recording: Recording, path: string): Promise<void> {
  await writeFile(path, await encodeRecording(recording)).catch(refuse(`${path} cannot be written`));
}

/** In the Trace Event Format. Throws UserError where the file cannot be written. */
export async function writeTrace(recording: Recording, path: string): Promise<void> {
  await pipeline(Readable.from(traceText(recording)), createWriteStream(path)).catch(refuse(`${path} cannot be written`));
}

function refuse(what: string): (error: NodeJS.ErrnoException) => never {
  return (error) => {
    throw new UserError(`${what}: ${error.message}`);
  };
}
