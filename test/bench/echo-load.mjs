// Starts an echo server, lets the clients talk to it, and prints the echoes a second: `node echo-load.mjs <echo-load> <lines under way> <command that prints "port N">`.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const [clients, depth, command, ...args] = process.argv.slice(2);
const server = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
const [line] = await once(createInterface({ input: server.stdout }), 'line');
const load = (requests) => execFileSync(clients, [line.split(' ')[1], '100', String(requests * depth), depth], { encoding: 'utf8', timeout: 60_000 });
try {
  load(100); // Until it is warm.
  console.log(load(600));
} finally {
  server.kill('SIGKILL');
}
