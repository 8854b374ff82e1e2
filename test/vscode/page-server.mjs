// Lets the tests inside VS Code drive the page that they run in: a loopback address that takes { action, argument } and answers when it is done.
import { createServer } from 'node:http';
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

const patienceMs = 10_000;

/**
 * @param {() => import('playwright-core').Page} page
 * @param {{ screenshots: string, failures: string }} folders for the pictures that tests take, and for those of what a step did not find
 */
export async function servePage(page, { screenshots, failures }) {
  mkdirSync(screenshots, { recursive: true });
  const first = (selector) => page().locator(selector).first();
  const picture = (name, folder = screenshots) => page().screenshot({ path: join(folder, `${name}.png`) });
  const actions = {
    press: (keys) => page().keyboard.press(keys),
    type: (text) => page().keyboard.type(text),
    click: (selector) => first(selector).click({ timeout: patienceMs }),
    hover: (selector) => first(selector).hover({ timeout: patienceMs }),
    see: (selector) => first(selector).waitFor({ state: 'visible', timeout: patienceMs }),
    miss: (selector) => first(selector).waitFor({ state: 'hidden', timeout: patienceMs }),
    /** `selector|pixels`: moves the right edge of an element. */
    async widen(what) {
      const [selector, pixels] = what.split('|');
      const box = await first(selector).boundingBox();
      const [x, y] = [box.x + box.width + 1, box.y + box.height / 4];
      await page().mouse.move(x, y);
      await page().mouse.down();
      await page().mouse.move(x + Number(pixels), y, { steps: 5 });
      await page().mouse.up();
    },
    texts: (selector) => page().locator(selector).allTextContents(),
    screenshot: (name) => picture(name).then(() => null),
  };
  // Nobody else on this machine shall drive the page.
  const path = `/${randomBytes(16).toString('hex')}`;
  const server = createServer(async (request, response) => {
    if (request.url !== path) return response.writeHead(404).end();
    let body = '';
    for await (const chunk of request) body += chunk;
    const { action, argument } = JSON.parse(body);
    try {
      response.end(JSON.stringify((await actions[action](argument)) ?? null));
    } catch (error) {
      await picture(`failed-${action}`, failures).catch(() => undefined); // The error itself is what counts.
      response.writeHead(500).end(`${action} ${argument}: ${error.message}`);
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { address: `http://127.0.0.1:${server.address().port}${path}`, close: () => server.close() };
}
