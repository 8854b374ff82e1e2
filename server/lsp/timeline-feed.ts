// What the timeline page of a run is fed with: the recording so far, then the rows that it gets.
import { performance } from 'node:perf_hooks';
import type { Hub } from '../hub.js';
import { encodeRecording } from '../model/recording/file.js';
import { packRows } from '../model/recording/packed.js';
import type { RunId, TimelineUpdate } from '../protocol.js';
import type { Feed } from './page-feeds.js';

export function timelineFeed(hub: Hub, run: RunId): Feed<TimelineUpdate> | undefined {
  if (!hub.recording(run)) return undefined;
  /** Undefined before the first update. */
  let sent: { upTo: number; at: number; threads: Set<number>; resources: number; stacks: number; outcome: string | undefined } | undefined;
  let began = performance.now();
  let used = usedMs();
  return {
    async next() {
      const recording = hub.recording(run);
      if (!recording) return undefined;
      const { info } = recording;
      const length = performance.now() - began;
      if (length > 1_000) {
        const now = usedMs();
        if (info.cost) info.cost = { ...info.cost, server: (now - used) / length };
        [began, used] = [began + length, now];
      }
      const upTo = recording.before + recording.length;
      const from = Math.max(0, (sent?.upTo ?? 0) - recording.before);
      const before = sent;
      sent = { upTo, at: info.at, threads: new Set(info.threads.map(({ id }) => id)), resources: info.resources.length, stacks: info.stacks.length, outcome: info.outcome };
      // A page that has fallen so far behind that rows it lacks have gone begins anew.
      if (!before || before.upTo < recording.before) return { kind: 'whole', file: base64(await encodeRecording(recording)), upTo };
      if (upTo === before.upTo && info.at === before.at && info.outcome === before.outcome) return undefined;
      return {
        kind: 'more',
        rows: base64(packRows(recording, from)),
        upTo,
        at: info.at,
        dropped: info.dropped,
        ...(info.outcome === undefined ? {} : { outcome: info.outcome }),
        ...(info.cost === undefined ? {} : { cost: info.cost }),
        threads: info.threads.filter(({ id }) => !before.threads.has(id)),
        resources: info.resources.slice(before.resources),
        stacks: info.stacks.slice(before.stacks),
      };
    },
  };
}

/** Milliseconds that the whole server has computed. */
function usedMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}
