// What people do on the timeline and what they see of it: mouse, keyboard, tooltip, spoken text. Draws at most once a frame.
import type { Lanes } from '../../server/model/recording/lanes.js';
import type { PageState } from '../messages.js';
import { otherPages } from '../moments.js';
import type { PageWire, Say } from '../page.js';
import { themeColours } from './colours.js';
import { Describer, type Described } from './describe.js';
import { element } from './element.js';
import { layOut, rowAt, type LaneRow, type Layout } from './layout.js';
import { keyAction, nextFocus } from './keys.js';
import { namesWidth, Picture, rulerHeight, type Focus } from './picture.js';
import { Table } from './table.js';
import type { TimelineTexts } from './texts.js';
import { Toolbar, type Action } from './toolbar.js';
import { Viewport, type KeptView } from './viewport.js';

/** The table follows a live run so often. */
const tableMs = 1_000;
/** What is in sight is kept so often, for when the tab is shown again. */
const rememberMs = 300;
/** So far the mouse may move while it is pressed and still have clicked. */
const clickSlack = 4;

export class Stage {
  readonly #say: Say<TimelineTexts>;
  readonly #wire: PageWire;
  readonly #viewport = new Viewport();
  readonly #toolbar: Toolbar;
  readonly #table: Table;
  readonly #canvas = element('canvas', { tabindex: '0', role: 'application', 'aria-describedby': 'keys' });
  readonly #picture = new Picture(this.#canvas);
  readonly #tip = element('div', { class: 'tip', role: 'tooltip', hidden: '' });
  readonly #spoken = element('div', { class: 'spoken', role: 'status' });
  #colours = themeColours();
  #kept: KeptView | undefined;
  /** A moment to be shown once there is a recording. */
  #moment: number | undefined;
  #sent = false;
  #lanes: Lanes | undefined;
  #describer: Describer | undefined;
  #layout: Layout = { rows: [], height: 0, middles: new Map() };
  #focus: Focus | undefined;
  #pointer: number | undefined;
  #arrows = true;
  #frame = 0;
  #tableAt = -Infinity;
  #rememberedAt = 0;
  /** How long the last pictures took, in milliseconds. The lower quartile (what is left when others use the machine) and the longest stand on the canvas, for whoever measures. */
  readonly #draws: number[] = [];

  constructor({ title, run, view, moment }: PageState, say: Say<TimelineTexts>, wire: PageWire) {
    this.#say = say;
    this.#wire = wire;
    this.#kept = view as KeptView | undefined;
    this.#moment = moment;
    this.#toolbar = new Toolbar(title, run === 0, say, (action) => this.#act(action));
    this.#toolbar.header.append(otherPages('timeline', say, wire, () => this.#at()));
    this.#table = new Table(say, (row, from) => {
      this.#viewport.reveal(from);
      this.#setFocus(row, from);
    });
    this.#canvas.setAttribute('aria-label', say('canvas', title));
    const stage = element('div', { class: 'stage' }, this.#canvas, this.#tip);
    document.body.replaceChildren(element('main', {}, this.#toolbar.header, this.#toolbar.keys, this.#toolbar.nobody, stage, this.#table.details, this.#toolbar.footer, this.#spoken));
    this.#toolbar.colour(this.#colours);
    this.#listen();
  }

  /** There is something new to see. */
  show(lanes: Lanes): void {
    const fresh = this.#lanes !== lanes;
    this.#lanes = lanes;
    if (fresh) this.#describer = new Describer(lanes, this.#say);
    const describer = this.#describer!;
    const { info } = lanes.recording;
    this.#viewport.grow(info.startedAt, info.at);
    // What a tab that is shown again had in sight stays in sight.
    if (this.#kept) this.#viewport.restore(this.#kept);
    if (this.#moment !== undefined) this.#show(this.#moment, this.#kept === undefined || this.#sent);
    this.#kept = undefined;
    this.#layout = layOut(lanes, { threads: this.#say('threads'), locks: this.#say('locks'), queues: this.#say('queues') }, { thread: (id) => describer.threadName(id), resource: (id) => describer.resourceName(id) });
    if (info.outcome !== undefined && this.#viewport.follow) {
      this.#viewport.follow = false;
      this.#viewport.fit();
    }
    this.#changed();
  }

  /** Shows that moment: milliseconds since the run began. */
  go(ms: number): void {
    this.#moment = ms;
    this.#sent = true;
    if (!this.#lanes) return;
    this.#show(ms, true);
    this.#changed();
  }

  #show(ms: number, reveal: boolean): void {
    const { from, to } = this.#viewport.whole;
    this.#viewport.cursor = from + ms >= to ? undefined : from + ms;
    if (reveal) this.#viewport.reveal(Math.min(from + ms, to));
    this.#moment = undefined;
  }

  /** The moment that is shown; a live run has none until somebody chooses one. */
  #at(): number | undefined {
    const { cursor, whole } = this.#viewport;
    if (cursor !== undefined) return cursor - whole.from;
    return this.#lanes?.recording.info.outcome === undefined ? undefined : whole.to - whole.from;
  }

  /** A picture will be drawn, once, with the next frame. */
  #changed(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame((time) => {
      this.#frame = 0;
      this.#draw(time);
    });
  }

  #draw(time: number): void {
    const lanes = this.#lanes;
    if (!lanes || !this.#describer) return;
    const began = performance.now();
    const viewport = this.#viewport;
    viewport.scroll = Math.max(0, Math.min(viewport.scroll, this.#layout.height + rulerHeight - this.#canvas.clientHeight));
    const scene = { lanes, layout: this.#layout, viewport, colours: this.#colours, describer: this.#describer, arrows: this.#arrows, focus: this.#focus, pointer: this.#pointer };
    this.#picture.draw(scene);
    this.#draws.push(performance.now() - began);
    if (this.#draws.length > 60) this.#draws.shift();
    const sorted = [...this.#draws].sort((a, b) => a - b);
    this.#canvas.dataset.drawMs = (sorted[sorted.length >> 2] ?? 0).toFixed(2);
    this.#canvas.dataset.drawWorstMs = (sorted.at(-1) ?? 0).toFixed(2);
    this.#canvas.dataset.span = (viewport.to - viewport.from).toFixed(3);
    const { recording } = lanes;
    this.#canvas.dataset.events = String(recording.before + recording.length);
    this.#toolbar.show(recording.info, recording.before + recording.length, viewport, this.#arrows);
    if (recording.info.outcome !== undefined || time - this.#tableAt > tableMs) {
      this.#tableAt = time;
      this.#table.show({ lanes, layout: this.#layout, viewport, describer: this.#describer });
    }
    // At once, because the tab may be hidden the next moment; what moves by itself now and then.
    if (!viewport.follow || time - this.#rememberedAt > rememberMs) {
      this.#rememberedAt = time;
      this.#wire.remember(viewport.keep());
      this.#wire.keepMoment(viewport.cursor === undefined ? undefined : viewport.cursor - viewport.whole.from);
    }
  }

  #act(action: Action): void {
    const viewport = this.#viewport;
    switch (action) {
      case 'follow':
        viewport.follow = !viewport.follow;
        if (viewport.follow) viewport.toEnd();
        break;
      case 'fit':
        viewport.follow = false;
        if (viewport.selection) viewport.show(viewport.selection.from, viewport.selection.to);
        else viewport.fit();
        break;
      case 'zoomIn':
        viewport.zoom(0.5, this.#focus && (Math.max(this.#focus.from, viewport.from) + Math.min(this.#focus.to, viewport.to)) / 2);
        break;
      case 'zoomOut':
        viewport.zoom(2);
        break;
      case 'arrows':
        this.#arrows = !this.#arrows;
        break;
      case 'save':
        return this.#wire.send({ kind: 'command', command: 'threadbook.saveRecording' });
      case 'runAgain':
        return this.#wire.send({ kind: 'command', command: 'threadbook.runAgain' });
      case 'help':
        this.#toolbar.toggleKeys();
        break;
      default:
        action satisfies never;
    }
    this.#changed();
  }

  #listen(): void {
    const canvas = this.#canvas;
    new ResizeObserver(() => this.#changed()).observe(canvas);
    new MutationObserver(() => {
      this.#toolbar.colour((this.#colours = themeColours()));
      this.#changed();
    }).observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
    canvas.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    canvas.addEventListener('pointerdown', (event) => this.#press(event));
    canvas.addEventListener('pointermove', (event) => this.#hover(event));
    canvas.addEventListener('pointerleave', () => this.#hideTip());
    canvas.addEventListener('keydown', (event) => this.#key(event));
    this.#toolbar.scrubber.addEventListener('input', () => {
      const { from, to } = this.#viewport.whole;
      const value = Number(this.#toolbar.scrubber.value);
      this.#viewport.cursor = value >= 1_000 ? undefined : from + ((to - from) * value) / 1_000;
      this.#viewport.reveal(this.#viewport.cursor ?? to);
      this.#table.details.open = true;
      this.#changed();
    });
  }

  #time(x: number): number {
    return this.#viewport.from + ((x - namesWidth) / this.#picture.timeWidth) * (this.#viewport.to - this.#viewport.from);
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault();
    const far = this.#layout.height + rulerHeight > this.#canvas.clientHeight;
    if (event.ctrlKey || event.metaKey || (!far && !event.shiftKey && Math.abs(event.deltaY) > Math.abs(event.deltaX))) this.#viewport.zoom(1.0015 ** event.deltaY, this.#time(event.offsetX));
    else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) this.#viewport.pan((event.deltaX || event.deltaY) / this.#picture.timeWidth);
    else this.#viewport.scroll += event.deltaY;
    this.#changed();
  }

  /** On the ruler, or with Shift: selects. On the lanes: moves them. Without moving: chooses what is there. */
  #press(event: PointerEvent): void {
    const canvas = this.#canvas;
    if (event.button !== 0) return;
    canvas.focus();
    canvas.setPointerCapture(event.pointerId);
    const { offsetX: x0, offsetY: y0 } = event;
    const selects = y0 < rulerHeight || event.shiftKey;
    const began = this.#time(x0);
    let [x, y] = [x0, y0];
    let moved = false;
    const move = (to: PointerEvent): void => {
      moved ||= Math.abs(to.offsetX - x0) + Math.abs(to.offsetY - y0) > clickSlack;
      if (!moved) return;
      if (selects) this.#select(began, this.#time(Math.max(namesWidth, to.offsetX)));
      else {
        this.#viewport.pan((x - to.offsetX) / this.#picture.timeWidth);
        this.#viewport.scroll += y - to.offsetY;
      }
      [x, y] = [to.offsetX, to.offsetY];
      this.#changed();
    };
    const up = (): void => {
      canvas.removeEventListener('pointermove', move);
      canvas.removeEventListener('pointerup', up);
      canvas.removeEventListener('pointercancel', up);
      if (moved) return;
      if (y0 < rulerHeight) {
        this.#viewport.cursor = began;
        this.#changed();
        return;
      }
      const row = rowAt(this.#layout, y0 - rulerHeight + this.#viewport.scroll);
      const found = row && this.#describer?.at(row, began);
      if (!row || !found) return;
      this.#setFocus(row, began);
      this.#open(found);
    };
    canvas.addEventListener('pointermove', move);
    canvas.addEventListener('pointerup', up);
    canvas.addEventListener('pointercancel', up);
  }

  #select(from: number, to: number): void {
    this.#viewport.selection = { from: Math.min(from, to), to: Math.max(from, to) };
    this.#table.details.open = true;
    // With the next picture: the table's title says what is selected, and it is remembered, although the lanes may move by themselves.
    this.#tableAt = this.#rememberedAt = -Infinity;
  }

  #open({ site }: Described): void {
    if (site) this.#wire.send({ kind: 'open-site', site: { file: site.file, line: site.line, column: site.column } });
  }

  #hover(event: PointerEvent): void {
    if (event.offsetX < namesWidth || event.buttons !== 0) return this.#hideTip();
    const time = this.#time(event.offsetX);
    this.#pointer = time;
    this.#changed();
    const gap = this.#lanes?.gaps.find(({ from, to }) => time >= from && time <= to);
    const row = event.offsetY < rulerHeight ? undefined : rowAt(this.#layout, event.offsetY - rulerHeight + this.#viewport.scroll);
    const found = row && this.#describer?.at(row, time);
    if (!found && !gap) {
      this.#tip.hidden = true;
      return;
    }
    const lines = [...(found?.lines ?? []), ...(gap ? [this.#say('gap') + `: ${this.#say('events', gap.events)}`] : []), ...(found?.site ? [this.#say('open')] : [])];
    this.#tip.replaceChildren(...(found ? [element('strong', {}, found.title)] : []), ...lines.map((line) => element('span', {}, line)));
    this.#tip.hidden = false;
    const { offsetWidth, offsetHeight } = this.#tip;
    this.#tip.style.left = `${Math.min(event.offsetX + 14, this.#canvas.clientWidth - offsetWidth - 4)}px`;
    this.#tip.style.top = `${Math.max(0, Math.min(event.offsetY + 16, this.#canvas.clientHeight - offsetHeight - 4))}px`;
  }

  #hideTip(): void {
    this.#tip.hidden = true;
    this.#pointer = undefined;
    this.#changed();
  }

  #key(event: KeyboardEvent): void {
    const action = keyAction(event);
    if (!action || !this.#lanes) return;
    event.preventDefault();
    const viewport = this.#viewport;
    switch (action.kind) {
      case 'do':
        return this.#act(action.action);
      case 'move': {
        const before = this.#focus;
        const next = nextFocus(this.#layout, before, action.move, viewport, this.#lanes.recording.info.at);
        if (!next) return;
        if (action.selects) {
          const anchor = viewport.selection?.from ?? before?.from ?? next.at;
          this.#select(anchor, this.#end(next.row, next.at));
        }
        viewport.reveal(next.at);
        return this.#setFocus(next.row, next.at);
      }
      case 'pan':
        viewport.pan(action.part);
        break;
      case 'end':
        viewport.toEnd();
        break;
      case 'start':
        viewport.reveal(viewport.whole.from);
        break;
      case 'open': {
        const found = this.#focus && this.#describer?.at(this.#focus.row, this.#focus.from);
        if (found) this.#open(found);
        return;
      }
      case 'cursor':
        viewport.cursor = this.#focus?.from;
        break;
      case 'clear':
        viewport.selection = undefined;
        viewport.cursor = undefined;
        break;
      default:
        action satisfies never;
    }
    this.#changed();
  }

  #end(row: LaneRow, at: number): number {
    return this.#describer?.at(row, at)?.to ?? at;
  }

  /** Chooses what the lane shows at that time, brings its lane into sight, and says it. */
  #setFocus(row: LaneRow, at: number): void {
    const found = this.#describer?.at(row, at);
    if (!found) return;
    this.#focus = { row, from: found.from, to: found.to };
    const room = this.#canvas.clientHeight - rulerHeight;
    if (row.y < this.#viewport.scroll) this.#viewport.scroll = row.y;
    else if (row.y + row.height > this.#viewport.scroll + room) this.#viewport.scroll = row.y + row.height - room;
    this.#spoken.textContent = `${found.title}: ${found.lines.join('; ')}`;
    this.#changed();
  }
}
