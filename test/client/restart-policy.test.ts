// A server that keeps dying is not started for ever.
import assert from 'node:assert/strict';
import { RestartPolicy, restartLimit, restartWindowMs } from '../../client/restart-policy.js';

describe('restarting the server', () => {
  it('gives up after too many deaths in a short time', () => {
    const policy = new RestartPolicy();
    for (let death = 0; death < restartLimit; death++) assert.equal(policy.allows(death), true);
    assert.equal(policy.allows(restartLimit), false);
  });

  it('forgets deaths that are long ago, and all of them when asked', () => {
    const policy = new RestartPolicy();
    for (let death = 0; death <= restartLimit; death++) policy.allows(0);
    assert.equal(policy.allows(1), false);
    assert.equal(policy.allows(restartWindowMs + 1), true);
    for (let death = 0; death <= restartLimit; death++) policy.allows(restartWindowMs + 2);
    policy.forget();
    assert.equal(policy.allows(restartWindowMs + 3), true);
  });
});
