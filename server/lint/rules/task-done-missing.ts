// A queue that is joined although nobody ever says that an item is done: the join never ends.
import { siteOf, type Finding } from '../facts/finding.js';
import { finding, numbered, type Rule } from './rule.js';

export const taskDoneMissing: Rule = {
  id: 'task-done-missing',
  severity: 'warning',
  summary: 'A queue is joined, and none of its consumers says that an item is done.',
  advice: 'The join never ends. Call task_done or taskDone for every item that was taken, also when working on it fails.',
  check({ operations, locks }) {
    const joined: { name: string; declaration: string; site: Finding['site']; who: string }[] = [];
    const got = new Map<string, { site: Finding['site']; who: string }>();
    const done = new Set<string>();
    for (const { node, event } of operations) {
      if (!event.subject) continue;
      const queue = locks.declaration(event.subject, node);
      if (!queue) continue;
      const site = siteOf(node.file.facts.path, event.at);
      if (event.does.does === 'task-done') done.add(queue.declaration);
      else if (event.does.does === 'block' && event.does.on === 'queue-join') joined.push({ ...queue, site, who: node.facts.qualified });
      else if (event.does.does === 'block' && event.does.on === 'get' && !got.has(queue.declaration)) got.set(queue.declaration, { site, who: node.facts.qualified });
    }
    return joined.flatMap(({ name, declaration, site, who }) => {
      const get = got.get(declaration);
      // Without a known consumer the items may be taken by code that is not here.
      if (done.has(declaration) || !get) return [];
      return finding(taskDoneMissing, site, `${who} waits until all items of ${name} are done, but ${get.who} takes them and never says so.`, numbered('A', [{ site: get.site, message: `${get.who} takes an item of ${name}` }, { site, message: `${who} waits for all items of ${name}` }]));
    });
  },
};
