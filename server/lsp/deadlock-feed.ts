// What the page of a deadlock report is fed with: the report whenever its circles have changed, and that the run has ended.
import type { Hub } from '../hub.js';
import type { DeadlockUpdate, RunId } from '../protocol.js';
import type { Feed } from './page-feeds.js';

export function deadlockFeed(hub: Hub, run: RunId): Feed<DeadlockUpdate> | undefined {
  const state = () => hub.states().find((each) => each.run === run);
  if (!state()) return undefined;
  let sent = '';
  return {
    async next() {
      const now = state();
      if (!now) return undefined;
      const active = now.outcome === undefined;
      const report = await hub.deadlockReport(run);
      // Ages go on all the time and are no news.
      const text = JSON.stringify([active, report?.cycles.map(({ members, formedAfter }) => [formedAfter, members.map(({ thread, holds, waits }) => [thread, holds?.taken, waits.heldBy, waits.stack])]), report?.stranded.map(({ thread, operation, resource }) => [thread, operation, resource]), report?.behind]);
      if (text === sent) return undefined;
      sent = text;
      return { active, ...(report === undefined ? {} : { report }) };
    },
  };
}
