// Which classes stand below a class, over all files, kept up to date file by file.
import type { ClassNode, FileNode, Program } from './program.js';

export interface Hierarchy {
  /** In the order of their keys. `asking` is the file whose answers depend on it. */
  below(node: ClassNode, asking: FileNode): readonly ClassNode[];
  forget(file: FileNode): void;
  /** Files that asked for a class which has others below it by now. */
  settle(): FileNode[];
}

export function createHierarchy(program: Program, lineage: (node: ClassNode) => ClassNode[]): Hierarchy {
  let subclasses: Map<ClassNode, ClassNode[]> | undefined;
  /** What was answered, and to whom. */
  const answers = new Map<ClassNode, { list: readonly ClassNode[]; asking: Set<FileNode> }>();

  function all(): Map<ClassNode, ClassNode[]> {
    if (subclasses) return subclasses;
    const found = new Map<ClassNode, ClassNode[]>();
    for (const file of program.files.values()) {
      for (const candidate of file.classes) {
        for (const base of lineage(candidate).slice(1)) {
          const list = found.get(base);
          if (list) list.push(candidate);
          else found.set(base, [candidate]);
        }
      }
    }
    for (const list of found.values()) list.sort((a, b) => (a.key < b.key ? -1 : 1));
    subclasses = found;
    return found;
  }

  return {
    below(node, asking) {
      const list = all().get(node) ?? [];
      const answer = answers.get(node);
      if (answer) answer.asking.add(asking);
      else answers.set(node, { list, asking: new Set([asking]) });
      for (const { file } of list) if (file !== asking) asking.uses.add(file);
      return list;
    },
    forget(file) {
      subclasses = undefined;
      for (const answer of answers.values()) answer.asking.delete(file);
    },
    settle() {
      if (subclasses) return [];
      const now = all();
      const changed = new Set<FileNode>();
      for (const [node, { list, asking }] of answers) {
        const next = now.get(node) ?? [];
        if (asking.size > 0 && next.length === list.length && next.every((item, index) => item === list[index])) continue;
        asking.forEach((file) => changed.add(file));
        answers.delete(node);
      }
      return [...changed];
    },
  };
}
