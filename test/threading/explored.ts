// What a test expects of an exploration: that it holds in enough states, or that it fails in a certain way.
import assert from 'node:assert/strict';
import { explore, type Exploration } from './explorer.js';

export function holds(exploration: Exploration, atLeast: number): void {
  const report = explore(exploration);
  assert.equal(report.finding, undefined, report.finding && `${report.finding.what}\n${report.finding.trace.join('\n')}`);
  assert.ok(report.states >= atLeast, `only ${report.states} states were visited`);
}

export function fails(exploration: Exploration, what: RegExp): void {
  const report = explore(exploration);
  assert.ok(report.finding, 'the mutation was not caught');
  assert.match(report.finding.what, what);
  assert.ok(report.finding.trace.length > 0);
}
