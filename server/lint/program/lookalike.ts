// Which classes of a program are locks made at home, by their name and their methods. Knows no language's habits: each brings its own.
import type { ClassNode } from './node.js';

/** The library class that a class counts as. */
export const lookalikeOf = (node: ClassNode, has: (method: string) => boolean): string | undefined =>
  node.file.language.library.lookalikes.find(({ name, methods, without }) => name.test(node.name) && methods.every(has) && !without?.some(has))?.as;
