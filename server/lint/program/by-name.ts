// Classes that an untyped parameter may be of, judged by its name: a `transport` is a Transport, a `client` a KafkaClient of the same package.
// Kept up to date class by class, like the hierarchy. Says nothing where a name fits many classes.
import type { ClassNode, FileNode } from './node.js';
import { Source } from '../kept/source.js';

export interface Namesakes {
  /** In the order of their keys. */
  classes(name: string, asking: FileNode): readonly ClassNode[];
  /** These classes have come or gone. */
  changed(come: readonly ClassNode[], gone: readonly ClassNode[]): void;
  /** Tells those who asked for what is another by now. To be called before questions are asked. */
  settle(): void;
}

const most = 3;
/** Names that say what something is for and not what it is, and those of locks themselves, about which a guess would be a finding. */
const vague = /^(args?|kwargs|self|cls|name|names|value|values|data|item|items|object|obj|node|type|key|text|path|file|func|callback|result|results|error|exception|message|context|config|options|params|request|response|event|events|future|futures|task|queue|thread|lock|mutex|semaphore|condition|timer|handler|parent|child|other|source|target|state|status|info|base|test|list|dict|string|number|index|size|mode|level|code|format|version)$/;

export function createNamesakes(): Namesakes {
  const entries = new Map<string, { list: Set<ClassNode>; source: Source }>();
  const touched = new Set<Source>();

  function entryOf(word: string) {
    let entry = entries.get(word);
    if (!entry) entries.set(word, (entry = { list: new Set(), source: new Source() }));
    return entry;
  }

  function put(nodes: readonly ClassNode[], there: boolean): void {
    for (const node of nodes) {
      if (node.within.parent) continue;
      for (const word of endings(node.name)) {
        const { list, source } = entryOf(word);
        if (there) list.add(node);
        else list.delete(node);
        touched.add(source);
      }
    }
  }

  return {
    classes(name, asking) {
      const word = plain(name);
      if (word.length < 4 || vague.test(word)) return [];
      const { list, source } = entryOf(word);
      source.read();
      const near = [...list].filter(({ file }) => file.language.library === asking.language.library && related(folderOf(file), folderOf(asking)));
      // Of many connections the one that is called just that is the one which the others are made from.
      const likely = near.length > most ? near.filter((node) => plain(node.name) === word) : near;
      return likely.length > most ? [] : likely.sort((a, b) => (a.key < b.key ? -1 : 1));
    },
    changed(come, gone) {
      put(gone, false);
      put(come, true);
    },
    settle() {
      for (const source of touched) source.changed();
      touched.clear();
    },
  };
}

const plain = (name: string): string => name.replace(/_/g, '').toLowerCase();

/** `KafkaClient`: `kafkaclient` and `client`. */
function endings(name: string): string[] {
  const words = name.replace(/^_+/, '').match(/[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+/g) ?? [];
  return words.map((_, at) => words.slice(at).join('').toLowerCase());
}

const folderOf = (file: FileNode): string => file.path.slice(0, file.path.lastIndexOf('/') + 1);
/** A package and those inside it. */
const related = (a: string, b: string): boolean => a.startsWith(b) || b.startsWith(a);
