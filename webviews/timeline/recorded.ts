// The recording behind the page: takes the server's updates and keeps the lanes up to date. It must not know what they look like.
import { decodeRecording } from '../../server/model/recording/file.js';
import { Lanes } from '../../server/model/recording/lanes.js';
import { unpackRows } from '../../server/model/recording/packed.js';
import type { Recording } from '../../server/model/recording/recording.js';
import type { TimelineUpdate } from '../../server/protocol.js';

export class Recorded {
  #recording: Recording | undefined;
  #lanes: Lanes | undefined;

  get lanes(): Lanes | undefined {
    return this.#lanes;
  }

  /** A file's bytes. Rejects with BadRecording. */
  async open(file: Uint8Array): Promise<void> {
    this.#recording = await decodeRecording(file);
    this.#lanes = new Lanes(this.#recording);
  }

  /** Updates are taken one after the other. */
  async update(update: TimelineUpdate): Promise<void> {
    if (update.kind === 'whole') return this.open(bytes(update.file));
    const recording = this.#recording;
    if (!recording) return;
    const { info } = recording;
    info.at = update.at;
    info.dropped = update.dropped;
    info.outcome = update.outcome;
    info.cost = update.cost;
    info.threads.push(...update.threads);
    info.resources.push(...update.resources);
    info.stacks.push(...update.stacks);
    const { columns, length } = unpackRows(bytes(update.rows));
    for (let n = 0; n < length; n++) {
      recording.append({ at: columns.at[n]!, deed: columns.deed[n]!, operation: columns.operation[n]!, thread: columns.thread[n]!, subject: columns.subject[n]!, value: columns.value[n]! });
    }
    if (!this.#lanes?.read()) this.#lanes = new Lanes(recording);
  }
}

function bytes(base64: string): Uint8Array {
  const text = atob(base64);
  const result = new Uint8Array(text.length);
  for (let n = 0; n < text.length; n++) result[n] = text.charCodeAt(n);
  return result;
}
