// Which classes stand above and below a class, over all files, kept up to date class by class.
import type { Memory, Question } from '../kept/memory.js';
import type { ClassNode, Program } from './program.js';
import { sameItems } from '../kept/same.js';
import { Source } from '../kept/source.js';

export interface Hierarchy {
  /** The class and its bases, nearest first. */
  lineage(node: ClassNode): readonly ClassNode[];
  /** In the order of their keys. */
  below(node: ClassNode): readonly ClassNode[];
  /** These classes have come or gone. */
  changed(come: readonly ClassNode[], gone: readonly ClassNode[]): void;
  /** Brings what is below up to date. To be called before questions are asked, when something has changed. */
  settle(): void;
}

/** `compute` may ask for the lineages of other classes. */
export function createHierarchy(program: Program, memory: Memory, compute: (node: ClassNode) => ClassNode[]): Hierarchy {
  const below = new Map<ClassNode, { list: Set<ClassNode>; sorted: ClassNode[] | undefined; source: Source }>();
  /** As they are counted in `below`. */
  const counted = new Map<ClassNode, readonly ClassNode[]>();
  const pending = new Set<ClassNode>();
  const question: Question<ClassNode, undefined, readonly ClassNode[]> = { store: memory.byKey(), compute, provisional: (node) => [node], same: sameItems, stale: (node) => void pending.add(node) };
  const ask = memory.ask(question);
  const lineage = (node: ClassNode): readonly ClassNode[] => ask(node, undefined);

  function belowOf(node: ClassNode) {
    let entry = below.get(node);
    if (!entry) below.set(node, (entry = { list: new Set(), sorted: undefined, source: new Source() }));
    return entry;
  }

  return {
    lineage,
    below(node) {
      const entry = belowOf(node);
      entry.source.read();
      return (entry.sorted ??= [...entry.list].sort((a, b) => (a.key < b.key ? -1 : 1)));
    },
    changed(come, gone) {
      for (const node of [...come, ...gone]) pending.add(node);
    },
    settle() {
      const changed = new Set<Source>();
      const put = (bases: readonly ClassNode[], node: ClassNode, there: boolean): void => {
        for (const base of bases) {
          const entry = belowOf(base);
          if (there) entry.list.add(node);
          else entry.list.delete(node);
          entry.sorted = undefined;
          changed.add(entry.source);
        }
      };
      for (const node of pending) {
        pending.delete(node);
        const before = counted.get(node) ?? [];
        const there = program.files.get(node.file.path) === node.file && node.file.classes.includes(node);
        const now = there ? lineage(node).slice(1) : [];
        if (!sameItems(before, now)) {
          put(before.filter((base) => !now.includes(base)), node, false);
          put(now.filter((base) => !before.includes(base)), node, true);
          if (now.length > 0) counted.set(node, now);
          else counted.delete(node);
        }
        if (there) continue;
        memory.drop(question, node, undefined);
        below.delete(node);
      }
      for (const source of changed) source.changed();
    },
  };
}
