// An object, as a path from something that a function knows.
import type { ClassNode, FunctionNode } from '../program/program.js';

export type Root =
  | { kind: 'parameter'; function: FunctionNode; index: number }
  | { kind: 'local'; function: FunctionNode; name: string }
  | { kind: 'global'; file: string; name: string }
  | { kind: 'class'; class: ClassNode };

/** An object, as a path from something that the function knows. */
export interface Place {
  root: Root;
  path: readonly string[];
}

export const placeKey = (place: Place): string => {
  const { root } = place;
  const start =
    root.kind === 'parameter' ? `${root.function.key}:${root.index}` : root.kind === 'local' ? `${root.function.key}:${root.name}` : root.kind === 'global' ? `${root.file}:${root.name}` : root.class.key;
  return [start, ...place.path].join('.');
};

/** A place seen from another function, where the arguments of a call are known. */
export function moved(place: Place, from: FunctionNode, argument: (index: number) => Place | undefined): Place | undefined {
  if (place.root.kind !== 'parameter' || place.root.function !== from) return place;
  const base = argument(place.root.index);
  return base && { root: base.root, path: [...base.path, ...place.path] };
}
