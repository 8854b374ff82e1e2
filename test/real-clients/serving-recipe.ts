// A recipe that is kept running by the command line while a test talks to it from outside.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface ServingRecipe {
  /** What the pattern's first group matched. */
  readonly found: string;
  /** The lines so far. */
  readonly lines: string[];
  /** Stops it as Ctrl-C does; answers when it is gone. */
  stop(): Promise<void>;
}

/** Runs `threadbook run ...args` until a line matches. Rejects when the recipe ends first. */
export async function serveRecipe(args: string[], pattern: RegExp): Promise<ServingRecipe> {
  const child = spawn(process.execPath, ['dist/server/cli.cjs', 'run', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = once(child, 'exit');
  const lines: string[] = [];
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const found = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line);
      const match = pattern.exec(line)?.[1];
      if (match !== undefined) resolve(match);
    });
    void exited.then(() => reject(new Error(`the recipe ended before it served:\n${lines.join('\n')}\n${errors}`)));
  });
  return {
    found,
    lines,
    async stop() {
      child.kill('SIGINT');
      await exited;
    },
  };
}
