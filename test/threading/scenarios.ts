// Runs the scenarios of a primitive in a child process, where a hang costs a kill and not the whole test run. One child runs all of a file;
// a scenario that hangs is reported and the rest goes on in a fresh child.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export type Scenarios = Record<string, () => void | Promise<void>>;

/** What the child says of one scenario. */
export interface Verdict {
  name: string;
  error?: string;
}

export const MARK = '\u0001verdict ';

const mainPath = fileURLToPath(new URL('./scenario-main.js', import.meta.url));

/**
 * Declares a Mocha suite with one test a scenario.
 * @param module the address of the file that exports `scenarios`.
 * @param seconds how long one scenario may take before its process is killed.
 */
export function describeScenarios(title: string, module: URL, scenarios: Scenarios, seconds = 20): void {
  describe(title, function () {
    this.timeout(0);
    const names = Object.keys(scenarios);
    let verdicts: Map<string, string | undefined> | undefined;
    for (const name of names) {
      it(name, async () => {
        verdicts ??= await runAll(module, names, seconds);
        assert.ok(verdicts.has(name), 'the scenario did not run');
        const error = verdicts.get(name);
        if (error !== undefined) assert.fail(error);
      });
    }
  });
}

async function runAll(module: URL, names: string[], seconds: number): Promise<Map<string, string | undefined>> {
  const verdicts = new Map<string, string | undefined>();
  let left = names;
  while (left.length > 0) {
    await runChild(module, left, seconds, verdicts);
    const next = left.findIndex((name) => !verdicts.has(name));
    left = next === -1 ? [] : left.slice(next);
  }
  return verdicts;
}

/** Runs scenarios until the child ends; the one at which it died or hung gets a verdict as well. */
function runChild(module: URL, names: string[], seconds: number, verdicts: Map<string, string | undefined>): Promise<void> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--expose-gc', '--no-warnings', mainPath, module.href, ...names], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let noise = '';
    let current = 0;
    let hung = false;
    const kill = (): void => {
      hung = true;
      child.kill('SIGKILL');
    };
    let timer = setTimeout(kill, seconds * 1000);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      for (let end = output.indexOf('\n'); end >= 0; end = output.indexOf('\n')) {
        const line = output.slice(0, end);
        output = output.slice(end + 1);
        const at = line.indexOf(MARK);
        if (at < 0) {
          noise += `${line}\n`;
          continue;
        }
        const verdict = JSON.parse(line.slice(at + MARK.length)) as Verdict;
        verdicts.set(verdict.name, verdict.error);
        current++;
        clearTimeout(timer);
        timer = setTimeout(kill, seconds * 1000);
      }
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (noise += text));
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      const name = names[current];
      if (name !== undefined) verdicts.set(name, `${hung ? `did not end within ${seconds} s` : `its process ended (${code ?? signal})`}\n${noise.slice(-4000)}`);
      resolve();
    });
  });
}
