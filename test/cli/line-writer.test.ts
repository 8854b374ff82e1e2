// What a person sees of lines that have no end yet.
import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { createLineWriter } from '../../server/cli/line-writer.js';

describe('the lines of the command line', () => {
  async function written(work: (lines: ReturnType<typeof createLineWriter>) => Promise<void>): Promise<string> {
    const stream = new PassThrough();
    await work(createLineWriter(stream));
    return String(stream.read() ?? '');
  }
  const main = (text: string) => [{ thread: 'MainThread', text }];
  const other = (text: string) => [{ thread: 'other', text }];

  it('are whole where no person sits before them', async () => {
    assert.equal(
      await written(async (lines) => {
        await lines.write(main('name? '));
        await lines.write(other('busy\n'));
        await lines.write(main('hello\n'));
        await lines.end();
      }),
      '[other] busy\n[MainThread] name? hello\n',
    );
  });

  it('show a question before it is answered, and begin anew behind the answer', async () => {
    assert.equal(
      await written(async (lines) => {
        await lines.write(main('first: na'));
        await lines.showUnfinished();
        await lines.write(main('me? '));
        lines.typed();
        await lines.write(main('hello\nagain? '));
        await lines.end();
      }),
      '[MainThread] first: name? [MainThread] hello\n[MainThread] again? \n',
    );
  });

  it('leave a question alone where another thread prints', async () => {
    assert.equal(
      await written(async (lines) => {
        await lines.showUnfinished();
        await lines.write(main('name? '));
        await lines.write(other('busy\n'));
        await lines.write(main('nobody\n'));
        await lines.end();
      }),
      '[MainThread] name? \n[other] busy\n[MainThread] nobody\n',
    );
  });
});
