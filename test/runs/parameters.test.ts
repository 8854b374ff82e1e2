import assert from 'node:assert/strict';
import type { ParameterSpecs } from '../../recipes/host/messages.js';
import { checkParameter, parseParameters } from '../../server/runs/parameters.js';

const specs = {
  count: { type: 'integer', default: 3, minimum: 1, maximum: 10, help: 'How many.' },
  colour: { type: 'choice', default: 'red', choices: ['red', 'blue'], help: 'Which.' },
  loud: { type: 'boolean', default: false, help: 'Or not.' },
  host: { type: 'text', default: 'localhost', pattern: '[a-z.]+', help: 'A host name in small letters.' },
} satisfies ParameterSpecs;

describe('parameters', () => {
  const good: [keyof typeof specs, string, unknown][] = [
    ['count', '10', 10],
    ['count', ' 7 ', 7],
    ['count', '+1', 1],
    ['colour', 'blue', 'blue'],
    ['loud', 'true', true],
    ['host', 'a.b', 'a.b'],
  ];
  for (const [name, text, value] of good) {
    it(`takes ${name}=${JSON.stringify(text)}`, () => {
      assert.equal(checkParameter(name, specs[name], text), undefined);
      assert.deepEqual(parseParameters(specs, { [name]: text }), { values: { count: 3, colour: 'red', loud: false, host: 'localhost', [name]: value } });
    });
  }

  const bad: [keyof typeof specs, string, RegExp][] = [
    ['count', '11', /from 1 to 10/],
    ['count', '0', /from 1 to 10/],
    ['count', '1.5', /whole number/],
    ['count', '', /whole number/],
    ['count', '1e1', /whole number/],
    ['count', '9'.repeat(400), /from 1 to 10/],
    ['colour', 'green', /one of red, blue/],
    ['loud', 'yes', /true or false/],
    ['host', 'UPPER', /host name in small letters/],
  ];
  for (const [name, text, problem] of bad) {
    it(`refuses ${name}=${JSON.stringify(text.slice(0, 20))} and says what would be right`, () => {
      assert.match(checkParameter(name, specs[name], text) ?? '', problem);
      assert.match((parseParameters(specs, { [name]: text }) as { problem: string }).problem, problem);
    });
  }

  it('refuses a name that the recipe does not have, and says what may be meant, or which there are', () => {
    assert.deepEqual(parseParameters(specs, { cuont: '1' }), { problem: 'There is no parameter “cuont”. Did you mean count?' });
    assert.deepEqual(parseParameters(specs, { speed: '1' }), { problem: 'There is no parameter “speed”; this recipe has count, colour, loud, host.' });
    assert.deepEqual(parseParameters({}, { x: '1' }), { problem: 'There is no parameter “x”: this recipe has none.' });
  });
});
