// Lets the tests inside VS Code drive the page that they run in: a loopback address that takes { action, argument } and answers when it is done.
import { createServer } from 'node:http';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const patienceMs = 10_000;
/** The accessibility checker's program, to be run in a page. */
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * @param {() => import('playwright-core').Page} page
 * @param {{ screenshots: string, failures: string }} folders for the pictures that tests take, and for those of what a step did not find
 * @param {() => void} killEditor ends everything of the editor at once
 */
export async function servePage(page, { screenshots, failures }, killEditor) {
  mkdirSync(screenshots, { recursive: true });
  // A page of ours in the editor area: VS Code's frame, and in it ours.
  const ours = () => page().locator('iframe.webview.ready:visible').first().contentFrame().locator('#active-frame').contentFrame();
  const inPage = 'webview ';
  const all = (selector) => (selector.startsWith(inPage) ? ours().locator(selector.slice(inPage.length)) : page().locator(selector));
  const first = (selector) => all(selector).first();
  const picture = (name, folder = screenshots) => page().screenshot({ path: join(folder, `${name}.png`) });
  /** The window as it was opened. */
  let whole;
  const actions = {
    press: (keys) => page().keyboard.press(keys),
    type: (text) => page().keyboard.type(text),
    paste: (text) => page().keyboard.insertText(text),
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
    texts: (selector) => all(selector).allTextContents(),
    /** What is wrong for people who cannot see the page in sight, or not well: a line each. Nothing of VS Code's own is looked at. */
    async axe() {
      await first('webview body').evaluate(axe);
      const { violations } = await first('webview body').evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
      return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${help} (${target.join(' ')}) ${failureSummary}`));
    },
    /** `selector|attribute` */
    attribute(what) {
      const [selector, name] = what.split('|');
      return first(selector).getAttribute(name, { timeout: patienceMs });
    },
    /** `selector|x1,y1|x2,y2`: presses there, moves, lets go; in pixels from its upper left corner. The same place twice is a click. Ends when what came of it is drawn. */
    async drag(what) {
      const [selector, from, to] = what.split('|');
      const box = await first(selector).boundingBox({ timeout: patienceMs });
      const at = (place) => place.split(',').map((text, n) => Number(text) + (n === 0 ? box.x : box.y));
      await page().mouse.move(...at(from));
      await page().mouse.down();
      await page().mouse.move(...at(to), { steps: 5 });
      await page().mouse.up();
      await first(selector).evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    },
    /** `selector|x,y`: moves the mouse there. */
    async point(what) {
      const [selector, place] = what.split('|');
      const [x, y] = place.split(',').map(Number);
      await first(selector).hover({ position: { x, y }, timeout: patienceMs });
    },
    /** `text`: at the end of a line of the editor, where decorations put what is not in the file. */
    /** As a browser's zoom does it: fewer points in the same window. */
    async zoom(factor) {
      whole ??= page().viewportSize();
      await page().setViewportSize({ width: Math.round(whole.width / Number(factor)), height: Math.round(whole.height / Number(factor)) });
      return null;
    },
    crowded: () => first('webview body').evaluate(crowded),
    seeBehindLine: (text) => behindLine(page(), text, true),
    missBehindLine: (text) => behindLine(page(), text, false),
    killEditor,
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

/** Such text is no element: it is the generated content of one. */
async function behindLine(page, text, wanted) {
  const look = ([text, wanted]) => [...document.querySelectorAll('.view-line span')].some((span) => getComputedStyle(span, '::after').content.includes(text)) === wanted;
  await page.waitForFunction(look, [text, wanted], { timeout: patienceMs });
}

/** What of a page cannot be seen or used at its present size, a line each: text that is cut off, what lies outside and cannot be scrolled to, buttons upon each other. */
function crowded(body) {
  const problems = [];
  const nameOf = (element) => `<${element.localName}> “${(element.innerText ?? element.textContent ?? '').trim().slice(0, 40)}”`;
  const shown = [...body.querySelectorAll('h1, h2, h3, button, input, a, summary, caption, p, li, th, td, canvas')].filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest('.spoken, .tip, svg'));
  const scrolls = (element, side) => {
    for (let each = element.parentElement; each && each !== body.parentElement; each = each.parentElement) if (/auto|scroll/.test(getComputedStyle(each)[`overflow-${side}`])) return (side === 'y' ? each.clientHeight : each.clientWidth) > 60;
    return false;
  };
  if (body.scrollWidth > innerWidth + 1) problems.push(`the page is ${body.scrollWidth} wide in a window of ${innerWidth}`);
  for (const element of shown) {
    const box = element.getBoundingClientRect();
    if (element.localName !== 'canvas' && (element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0) && /hidden|clip/.test(getComputedStyle(element).overflowX)) problems.push(`${nameOf(element)} is cut off`);
    if ((box.right > innerWidth + 1 || box.left < -1) && !scrolls(element, 'x')) problems.push(`${nameOf(element)} is outside, at ${Math.round(box.left)} to ${Math.round(box.right)} of ${innerWidth}`);
    if ((box.bottom > innerHeight + 1 || box.top < -1) && !scrolls(element, 'y')) problems.push(`${nameOf(element)} is below, at ${Math.round(box.top)} to ${Math.round(box.bottom)} of ${innerHeight}`);
    if (element.localName === 'canvas' && box.height < 60) problems.push(`${nameOf(element)} is ${Math.round(box.height)} high`);
  }
  const controls = shown.filter((element) => /^(button|input|summary)$/.test(element.localName)).map((element) => [element, element.getBoundingClientRect()]);
  for (const [n, [one, a]] of controls.entries()) {
    for (const [other, b] of controls.slice(n + 1)) {
      if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1 && !one.contains(other) && !other.contains(one)) problems.push(`${nameOf(one)} lies upon ${nameOf(other)}`);
    }
  }
  return problems;
}
