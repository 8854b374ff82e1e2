// Classes that an untyped parameter may be of, judged by its name: a `transport` is a Transport, a `client` a KafkaClient of the same package.
// Kept up to date class by class, like the hierarchy. Says nothing where a name fits many classes.
import type { ClassNode, FileNode } from './program.js';
import { Source } from './source.js';

export interface ByName {
  /** In the order of their keys. */
  classes(name: string, asking: FileNode): readonly ClassNode[];
  /** These classes have come or gone. */
  changed(come: readonly ClassNode[], gone: readonly ClassNode[]): void;
  /** Tells whoever was told other classes than they would be told now. */
  settle(): void;
}

const most = 3;
/** Names that say what something is for and not what it is, and those of locks themselves, about which a guess would be a finding. */
const vague = /^(args?|kwargs|self|cls|name|names|value|values|data|item|items|object|obj|node|type|key|text|path|file|func|callback|result|results|error|exception|message|context|config|options|params|request|response|event|events|queue|thread|lock|mutex|semaphore|condition|timer|handler|parent|child|other|source|target|state|status|info|base|test|list|dict|string|number|index|size|mode|level|code|format|version)$/;

export function createByName(): ByName {
  const words = new Map<string, { list: ClassNode[]; source: Source }>();
  const pending = new Set<Source>();
  const entryOf = (word: string) => {
    let entry = words.get(word);
    if (!entry) words.set(word, (entry = { list: [], source: new Source() }));
    return entry;
  };

  return {
    classes(name, asking) {
      const word = name.replace(/_/g, '').toLowerCase();
      if (word.length < 4 || vague.test(word)) return [];
      const entry = entryOf(word);
      entry.source.read();
      const folder = folderOf(asking);
      const near = entry.list.filter(({ file }) => file.language.library === asking.language.library && related(folderOf(file), folder));
      return near.length > most ? [] : near;
    },
    changed(come, gone) {
      const each = (nodes: readonly ClassNode[], change: (list: ClassNode[], node: ClassNode) => ClassNode[]): void => {
        for (const node of nodes) {
          if (node.within.index !== 0) continue;
          for (const word of endings(node.name)) {
            const entry = entryOf(word);
            entry.list = change(entry.list, node);
            pending.add(entry.source);
          }
        }
      };
      each(gone, (list, node) => list.filter((other) => other !== node));
      each(come, (list, node) => [...list, node].sort((one, two) => (one.key < two.key ? -1 : 1)));
    },
    settle() {
      for (const source of pending) source.changed();
      pending.clear();
    },
  };
}

/** `KafkaClient`: `kafkaclient` and `client`. */
function endings(name: string): string[] {
  const words = name.replace(/^_+/, '').match(/[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+/g) ?? [];
  return words.map((_, at) => words.slice(at).join('').toLowerCase());
}

const folderOf = (file: FileNode): string => file.path.slice(0, file.path.lastIndexOf('/') + 1);
/** A package and those inside it. */
const related = (a: string, b: string): boolean => a.startsWith(b) || b.startsWith(a);
