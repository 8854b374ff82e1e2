// The files that the lint knows, what an import leads to, and what a name means where it stands. Reads facts only.
import type { Import } from '../facts/facts.js';
import { importsAny, type Language } from '../languages/language.js';
import type { LibraryThing, Operation } from '../facts/library.js';
import type { ClassNode, FileNode, FunctionNode } from './node.js';
import { Source } from '../kept/source.js';
import { createWrappers, type Wrapper } from './wrappers.js';

export type { ClassNode, FileNode, FunctionNode } from './node.js';

export type Binding =
  | { kind: 'parameter'; function: FunctionNode; index: number }
  | { kind: 'local'; function: FunctionNode; name: string }
  | { kind: 'function'; node: FunctionNode }
  | { kind: 'class'; node: ClassNode }
  | { kind: 'import'; file: FileNode; import: Import };

export interface Program {
  files: Map<string, FileNode>;
  thing(name: string): LibraryThing | undefined;
  /** The library thing that a class or function of the program counts as, because the project says so. */
  counted(file: FileNode, qualified: string): string | undefined;
  /** What the project says, instead of what it said before. Only while no file is known. */
  use(wrappers: readonly Wrapper[]): void;
  guess(file: FileNode, method: string): Operation | undefined;
  /** The library class of what an unknown function of that name makes. */
  maker(file: FileNode, name: string): string | undefined;
  /** The file that an import leads to. */
  moduleOf(file: FileNode, module: string): FileNode | undefined;
  /** Files of these paths have come or gone: imports may lead elsewhere, and who has followed those is told. */
  moved(paths: Iterable<string>): void;
}

interface Led {
  to: FileNode | undefined;
  source: Source;
}

export function createProgram(files: Map<string, FileNode>, languages: readonly Language[]): Program {
  const things: Record<string, LibraryThing> = Object.assign({}, ...languages.map((language) => language.library.things));
  const wrappers = createWrappers();
  const thing = (name: string): LibraryThing | undefined => {
    const wrapped = wrappers.thing(name);
    if (wrapped) return wrapped;
    const found = Object.hasOwn(things, name) ? things[name] : undefined;
    return found?.alias ? thing(found.alias) : found;
  };
  const modules = new Set(Object.keys(things).map((name) => name.slice(0, name.lastIndexOf('.'))));
  const led = new Map<FileNode, Map<string, Led>>();

  function search(file: FileNode, module: string): FileNode | undefined {
    const known = file.language.libraryName(module);
    if (known !== undefined && modules.has(known)) return undefined;
    for (const candidate of file.language.candidates(file.path, module)) {
      const target = files.get(candidate);
      // A file never imports itself, so one that has the module's own name looks further; with a `./` it means itself.
      if (target && (target !== file || module.startsWith('./'))) return target;
    }
    return undefined;
  }

  return {
    files,
    thing,
    counted: wrappers.own,
    use: wrappers.use,
    guess: (file, method) => (Object.hasOwn(file.language.library.guesses, method) ? file.language.library.guesses[method] : undefined),
    maker: (file, name) => (Object.hasOwn(file.language.library.makers, name) ? file.language.library.makers[name] : undefined),
    moduleOf(file, module) {
      let own = led.get(file);
      if (!own) led.set(file, (own = new Map()));
      let found = own.get(module);
      if (!found) own.set(module, (found = { to: search(file, module), source: new Source() }));
      found.source.read();
      return found.to;
    },
    moved(paths) {
      const concerned = importsAny(paths);
      const changed: Source[] = [];
      for (const [file, own] of led) {
        if (files.get(file.path) !== file) led.delete(file);
        for (const [module, found] of own) {
          if (!found.source.used) own.delete(module);
          else if (concerned(module)) {
            const now = search(file, module);
            if (now !== found.to) changed.push(found.source);
            found.to = now;
          }
        }
      }
      for (const source of changed) source.changed();
    },
  };
}

/** What a name means in a function; several answers where it is declared in several ways. */
export function lookup(scope: FunctionNode, name: string): Binding[] {
  for (let at: FunctionNode | undefined = scope; at; at = at.parent) {
    const found: Binding[] = [];
    const named = at.named(name);
    if (named.parameter >= 0) found.push({ kind: 'parameter', function: at, index: named.parameter });
    if (named.function) found.push({ kind: 'function', node: named.function });
    if (named.class) found.push({ kind: 'class', node: named.class });
    if (named.assigned) found.push({ kind: 'local', function: at, name });
    if (named.local || at.parent === undefined) for (const item of scope.file.importsOf(name)) found.push({ kind: 'import', file: scope.file, import: item });
    if (found.length > 0) return found;
    if (named.local) return [];
  }
  return [];
}
