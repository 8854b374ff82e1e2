// Chunks of output become whole lines tagged by thread.
import assert from 'node:assert/strict';
import { LineJoiner } from '../../client/line-joiner.js';

describe('joining the output of threads to lines', () => {
  it('tags each line and keeps a partial line until the same thread ends it', () => {
    const joiner = new LineJoiner();
    assert.equal(joiner.join([{ thread: 'a', text: 'one\ntw' }, { thread: 'b', text: 'other\n' }]), '[a] one\n[b] other\n');
    assert.equal(joiner.join([{ thread: 'a', text: 'o\n' }]), '[a] two\n');
  });

  it('gives the partial lines at the end, once', () => {
    const joiner = new LineJoiner();
    joiner.join([{ thread: 'a', text: 'left' }, { thread: 'b', text: '' }]);
    assert.equal(joiner.end(), '[a] left\n');
    assert.equal(joiner.end(), '');
  });

  it('keeps empty lines and drops carriage returns', () => {
    assert.equal(new LineJoiner().join([{ thread: 'a', text: 'x\r\n\ny\n' }]), '[a] x\n[a] \n[a] y\n');
  });
});
