// Where a module makes what it keeps under a name.
import type { Program } from '../program/program.js';
import type { Declared } from './locks.js';

export function madeAt(program: Program, file: string, name: string): { declared?: Declared } {
  for (const { value } of program.files.get(file)?.functions[0]?.assignedTo(name) ?? []) if (value.kind === 'call') return { declared: { file, at: value.at } };
  return {};
}
