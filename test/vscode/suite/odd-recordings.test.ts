// Files that are no good recordings, and recordings of hardly anything: what each page says of them.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as vscode from 'vscode';
import { deed } from '../../../server/model/recording/deed.js';
import { encodeRecording } from '../../../server/model/recording/file.js';
import { Recording } from '../../../server/model/recording/recording.js';
import { busyRecording } from '../../model/recording/made.js';
import { page } from './page.js';
import { tidyWindow } from './window.js';

const editors = { timeline: 'threadbook.recording', graph: 'threadbook.recordingGraph', usage: 'threadbook.recordingUsage', deadlock: 'threadbook.recordingDeadlock' };

/** Behind the first bytes, for a body that is not as it should be. */
const packed = (body: Uint8Array): Uint8Array => Buffer.concat([Buffer.from('threadbook-run\u0002', 'latin1'), gzipSync(body)]);
const described = (length: number, text: string): Uint8Array => {
  const body = Buffer.alloc(4 + text.length);
  body.writeUInt32LE(length);
  body.write(text, 4);
  return body;
};

/** Of a recording without a thread, and of one with a single thread that ran for half a second. */
const said: Record<keyof typeof editors, readonly [string, string]> = {
  timeline: ['In this run no thread was seen.', 'what watching cost was not measured: the run was shorter than a second'],
  graph: ['The run has ended; no thread holds anything, and none waits.', 'The run has ended; no thread holds anything, and none waits.'],
  usage: ['No lock, queue or pool up to this moment.', 'No lock, queue or pool up to this moment.'],
  deadlock: ['In this recording no threads wait for each other.', 'In this recording no threads wait for each other.'],
};

const wrong: [name: string, make: (good: Uint8Array) => Uint8Array, says: string][] = [
  ['empty', () => new Uint8Array(), 'The file is empty.'],
  ['foreign', () => Uint8Array.from({ length: 50_000 }, (_, n) => (n * 7919) % 251), 'This is not a recording of Threadbook.'],
  ['newer', (good) => Buffer.from(good).fill(9, 14, 15), 'The file is of version 9 of the format, and this Threadbook reads versions up to 2.'],
  ['broken-in-the-middle', (good) => Buffer.from(good).fill(255, good.length >> 1, (good.length >> 1) + 40), 'The file is damaged or cut off: it cannot be unpacked.'],
  ['claims-two-gigabytes', () => packed(described(2_000_000_000, '{}')), 'its description goes beyond its end.'],
  ['no-json', () => packed(described(10, '{"threads"')), 'its description is not JSON.'],
  ['lacking', () => packed(described(2, '{}')), 'its description lacks the run'],
];

describe('odd recordings', function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), 'threadbook-odd-'));
  before(tidyWindow);
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));
  after(() => rmSync(folder, { recursive: true }));

  const open = (file: string, editor: string) => vscode.commands.executeCommand('vscode.openWith', vscode.Uri.file(file), editor);

  for (const [name, make, says] of wrong) {
    it(`a file that is ${name.replaceAll('-', ' ')} is refused on every page in a sentence`, async function () {
      if (page === undefined) this.skip();
      const file = join(folder, `${name}.threadbook-run`);
      writeFileSync(file, make(await encodeRecording(busyRecording(2_000, 3))));
      for (const [view, editor] of Object.entries(editors)) {
        await open(file, editor);
        await page.see(`webview .gone:has-text("${says}")`);
        assert.deepEqual(await page.axe(), []);
        await page.screenshot(`odd-${name}-${view}`);
        await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      }
    });
  }

  for (const threads of [0, 1] as const) {
    it(`a recording of ${threads} threads and nothing else says so on every page`, async function () {
      if (page === undefined) this.skip();
      const recording = new Recording({
        run: 1, recipe: 'quiet', title: 'Hardly anything', startedAt: 1_000, at: 1_500, outcome: 'completed', dropped: 0, resources: [], stacks: [],
        threads: threads === 0 ? [] : [{ id: 1, name: 'MainThread', daemon: false }],
      });
      if (threads > 0) recording.append({ at: 1_000, deed: deed.started, thread: 1 });
      if (threads > 0) recording.append({ at: 1_500, deed: deed.ended, thread: 1 });
      const file = join(folder, `threads-${threads}.threadbook-run`);
      writeFileSync(file, await encodeRecording(recording));
      for (const [view, editor] of Object.entries(editors)) {
        await open(file, editor);
        await page.see(`webview :text-is("${said[view as keyof typeof editors][threads]}")`);
        await page.screenshot(`odd-threads-${threads}-${view}`);
        assert.deepEqual(await page.axe(), []);
        await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      }
    });
  }
});
