// Keeps the explorer's machines and the runtime from drifting apart; see model-table.ts. It compares the order of atomic operations, not what they are about.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { atomicOperations, codeOf } from './atomic-operations.js';
import { models, table } from './model-table.js';

const runtime = fileURLToPath(new URL('../../../recipes/threading/', import.meta.url));
const codes = new Map<string, string>();

function codeOfFile(file: string): string {
  let code = codes.get(file);
  if (code === undefined) codes.set(file, (code = codeOf(readFileSync(runtime + file, 'utf8'))));
  return code;
}

describe('the machines of the explorer and the runtime', () => {
  it('each function does the operations that its machine has steps for, in that order', () => {
    for (const { file, function: name, operations } of table) {
      assert.deepEqual(atomicOperations(codeOfFile(file), name), operations.map(([operation]) => operation), `${file}: ${name} has changed: bring its machine and model-table.ts up to date`);
    }
  });

  it('each step that is named is there', () => {
    for (const { file, function: name, model, operations } of table) {
      for (const [operation, ...steps] of operations) {
        assert.ok(steps.length > 0, `${file}: ${name}: ${operation} has neither a step nor a reason`);
        for (const step of steps) if (!step.startsWith('(')) assert.ok(Object.hasOwn(models[model]?.program ?? {}, step), `${file}: ${name}: the machine ${model} has no step ${step}`);
      }
    }
  });

  it('each step of a machine stands for something', () => {
    for (const [name, { program, local, variants }] of Object.entries(models)) {
      const named = new Set(table.flatMap(({ model, operations }) => (model === name ? operations.flatMap(([, ...steps]) => steps) : [])));
      assert.deepEqual(Object.keys(program).filter((step) => !named.has(step) && !local.includes(step)), [], `${name}: steps without code`);
      assert.deepEqual(local.filter((step) => named.has(step) || !Object.hasOwn(program, step)), [], `${name}: steps that are not local`);
      for (const variant of variants ?? []) {
        assert.deepEqual(Object.keys(variant.program).filter((step) => !Object.hasOwn(program, step) && !variant.other.includes(step)), [], `${name}: steps of a variant`);
      }
    }
  });

  it('sees an operation that is missing, one too many, and one in another place', () => {
    const code = codeOf('class A {\n  #take() {}\n  async take(at: { x: number }): Promise<{ y: 1 }> {\n    this.#take();\n    // Atomics.load(a)\n    Atomics.add(i32, at, 1);\n    return spin(at, Atomics.load(i32, at));\n  }\n}\ntake(1);\nfunction other() { Atomics.store(i32, 0, 1); }\n');
    assert.deepEqual(atomicOperations(code, 'take'), ['#take', 'add', 'spin', 'load']);
    assert.deepEqual(atomicOperations(code, 'other'), ['store']);
    assert.equal(atomicOperations(code, 'gone'), undefined);
  });
});
