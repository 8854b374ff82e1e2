// The timeline in a real Chromium: `node frames.mjs <rate|work> <events>`. A recording of so many events is opened; then it is zoomed and moved with each frame.
// `rate` prints the frames a second; `work` prints how long the page's own program takes of a frame, in milliseconds, in 95 of 100 frames.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeRecording } from '../../out/server/model/recording/file.js';
import { busyRecording } from '../../out/test/model/recording/made.js';
import { chromium as findChromium } from '../../scripts/setup.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const { chromium } = createRequire(join(root, 'test/vscode/package.json'))('playwright-core');
const [what, events] = process.argv.slice(2);
const file = Buffer.from(await encodeRecording(busyRecording(Number(events), 5))).toString('base64');
const built = (name) => readFileSync(join(root, 'dist/webviews/timeline', name), 'utf8');
const colours = ['foreground', 'editor-background', 'charts-green', 'charts-red', 'charts-yellow', 'charts-purple', 'charts-blue', 'descriptionForeground', 'panel-border'].map((name, n) => `--vscode-${name}: hsl(${n * 40} 50% 50%);`).join('');

const browser = await chromium.launch({ executablePath: await findChromium(), args: ['--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
const failed = new Promise((_resolve, reject) => page.on('pageerror', reject));
await page.setContent(`<!DOCTYPE html><html><head><style>:root { ${colours} --vscode-font-size: 13px; --vscode-font-family: sans-serif; }\n${built('main.css')}</style></head><body></body></html>`);
await page.evaluate(() => {
  globalThis.acquireVsCodeApi = () => ({ postMessage: (message) => message.kind === 'failed' && setTimeout(() => { throw new Error(message.problem); }), getState: () => undefined, setState: () => undefined });
});
await page.addScriptTag({ content: built('main.js') });
await page.evaluate((base64) => {
  const tell = (data) => dispatchEvent(new MessageEvent('message', { data }));
  // Any text will do, of about the length of the real ones.
  tell({ kind: 'open', texts: new Proxy({}, { get: (_texts, name) => `${String(name)} {0} {1} {2}`, has: () => true }), locale: 'en', state: { run: 0, recipe: '', title: 'busy' } });
  tell({ kind: 'file', bytes: Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0)) });
}, file);
await Promise.race([failed, page.waitForSelector(`canvas[data-events="${events}"]`, { timeout: 60_000 })]);
const frames = await Promise.race([failed, page.evaluate(async () => {
  const canvas = document.querySelector('canvas');
  const keys = ['+', '+', 'PageDown', 'PageDown', '+', 'PageDown', 'PageUp', '+', '+', 'PageDown', '-', '-', '-', '-', '-', 'f'];
  const times = [];
  const work = [];
  let began = 0;
  const after = new MessageChannel();
  after.port1.onmessage = () => work.push(performance.now() - began);
  await new Promise((resolve) => {
    const step = (time) => {
      began = performance.now();
      times.push(time);
      if (times.length > 330) return resolve();
      // The page draws with the next frame, before this is called again; a message comes when the frame's scripts and its layout are done.
      canvas.dispatchEvent(new KeyboardEvent('keydown', { key: keys[times.length % keys.length], bubbles: true }));
      requestAnimationFrame(step);
      after.port2.postMessage(0);
    };
    requestAnimationFrame(step);
  });
  return { times: times.slice(30), work: work.slice(30) };
})]);
await browser.close();
const { times, work } = frames;
const sorted = work.sort((a, b) => a - b);
console.log(what === 'rate' ? (1_000 * (times.length - 1)) / (times.at(-1) - times[0]) : sorted[Math.floor(sorted.length * 0.95)]);
