// The page's frame: title, buttons, legend, the scrubber, what watching costs. It must not know how lanes are drawn.
import type { RecordingInfo } from '../../server/model/recording/recording.js';
import type { Say } from '../page.js';
import type { ColourName, Colours } from './colours.js';
import { element } from './element.js';
import type { TimelineTexts } from './texts.js';
import { seconds } from './times.js';
import type { Viewport } from './viewport.js';

export type Action = 'follow' | 'fit' | 'zoomIn' | 'zoomOut' | 'arrows' | 'save' | 'runAgain' | 'help';

export class Toolbar {
  readonly header = element('header');
  readonly footer = element('footer');
  readonly keys = element('p', { class: 'keys', id: 'keys' });
  /** In place of lanes, while there are none. */
  readonly nobody = element('p', { class: 'nobody', role: 'status' });
  readonly scrubber = element('input', { type: 'range', min: '0', max: '1000', step: '1', id: 'scrubber' });
  readonly #title = element('h1');
  readonly #status = element('span', { class: 'status' });
  readonly #cost = element('span');
  readonly #gaps = element('span');
  readonly #cursor = element('output', { for: 'scrubber' });
  readonly #buttons = new Map<Action, HTMLButtonElement>();
  readonly #say: Say<TimelineTexts>;

  /** `file`: a saved recording is shown, not a run. */
  constructor(title: string, file: boolean, say: Say<TimelineTexts>, act: (action: Action) => void) {
    this.#say = say;
    this.#title.textContent = title;
    const actions: Action[] = file ? ['fit', 'zoomIn', 'zoomOut', 'arrows', 'help'] : ['follow', 'fit', 'zoomIn', 'zoomOut', 'arrows', 'save', 'runAgain', 'help'];
    const bar = element('div', { role: 'toolbar', 'aria-label': title });
    for (const action of actions) {
      const button = element('button', { type: 'button', 'data-action': action }, say(action));
      button.addEventListener('click', () => act(action));
      this.#buttons.set(action, button);
      bar.append(button);
    }
    this.header.append(element('div', { class: 'title' }, this.#title, this.#status), bar, legend(say));
    this.keys.textContent = say('keys');
    this.nobody.hidden = true;
    this.keys.hidden = true;
    this.#buttons.get('help')?.setAttribute('aria-controls', 'keys');
    this.scrubber.setAttribute('aria-label', say('moment'));
    this.footer.append(element('label', { for: 'scrubber' }, say('moment')), this.scrubber, this.#cursor, this.#gaps, this.#cost);
  }

  /** The legend takes the colours of the picture. */
  colour({ css }: Colours): void {
    for (const chip of this.header.querySelectorAll<HTMLElement>('.chip')) chip.style.setProperty('--chip', css[chip.dataset.colour as ColourName]);
  }

  toggleKeys(): void {
    this.keys.hidden = !this.keys.hidden;
    this.#buttons.get('help')?.setAttribute('aria-expanded', String(!this.keys.hidden));
  }

  show(info: RecordingInfo, rows: number, viewport: Viewport, arrows: boolean): void {
    const say = this.#say;
    const length = info.at - info.startedAt;
    set(this.#status, `${info.outcome ?? say('live')} · ${seconds(length, 1)} · ${say('events', rows.toLocaleString(document.documentElement.lang))}`);
    set(this.nobody, info.threads.length > 0 ? '' : say(info.outcome === undefined ? 'nobodyYet' : 'nobody'));
    this.nobody.hidden = info.threads.length > 0;
    set(this.#gaps, info.dropped > 0 ? say('gaps', info.dropped.toLocaleString(document.documentElement.lang)) : say('noGaps'));
    set(this.#cost, info.cost ? say('cost', (info.cost.host * 100).toFixed(1), (info.cost.server * 100).toFixed(1), Math.round((rows / Math.max(length, 1)) * 1_000).toLocaleString(document.documentElement.lang)) : say(info.outcome === undefined ? 'costUnknown' : 'costShort'));
    this.#buttons.get('follow')?.setAttribute('aria-pressed', String(viewport.follow));
    this.#buttons.get('arrows')?.setAttribute('aria-pressed', String(arrows));
    const follow = this.#buttons.get('follow');
    if (follow) follow.hidden = info.outcome !== undefined;
    const at = viewport.cursor ?? viewport.whole.to;
    const value = String(Math.round(((at - viewport.whole.from) / (viewport.whole.to - viewport.whole.from)) * 1_000));
    if (this.scrubber.value !== value) this.scrubber.value = value;
    const text = say('momentAt', seconds(at - viewport.whole.from));
    this.scrubber.setAttribute('aria-valuetext', text);
    set(this.#cursor, text);
  }
}

function legend(say: Say<TimelineTexts>): HTMLElement {
  const list = element('ul', { class: 'legend', 'aria-label': say('legend') });
  for (const name of ['running', 'lock', 'queue', 'signal', 'sleeping', 'io', 'held', 'depth', 'gap'] as const) list.append(element('li', {}, element('span', { class: `chip ${name}`, 'data-colour': name, 'aria-hidden': 'true' }), say(name)));
  list.append(element('li', {}, element('span', { 'aria-hidden': 'true' }, '↗'), say('wakes')));
  return list;
}

/** A text that has not changed is not touched: a screen reader would say it again. */
function set(where: HTMLElement, text: string): void {
  if (where.textContent !== text) where.textContent = text;
}
