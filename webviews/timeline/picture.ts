// Draws the timeline: lanes as pixels, then what lies above them (ruler, names, gaps, arrows, what is chosen). Knows no events and no texts but names.
import { lastAtOrBefore } from '../../server/model/recording/lane.js';
import type { Lanes } from '../../server/model/recording/lanes.js';
import type { Colours } from './colours.js';
import type { Describer } from './describe.js';
import type { LaneRow, Layout } from './layout.js';
import { fillRect, paintCurve, paintLock, paintThread, type Pixels } from './paint-lanes.js';
import { ticks } from './times.js';
import type { Viewport } from './viewport.js';

/** In CSS pixels. */
export const namesWidth = 150;
export const rulerHeight = 24;
/** Arrows that are closer together than this on average say nothing. */
const arrowRoom = 14;
/** In a lane with more segments in sight hardly one is wide enough for words. */
const labelled = 2_000;
const font = '12px';

export interface Focus {
  row: LaneRow;
  from: number;
  to: number;
}

interface Arrowed {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

export interface Scene {
  lanes: Lanes;
  layout: Layout;
  viewport: Viewport;
  colours: Colours;
  describer: Describer;
  arrows: boolean;
  focus: Focus | undefined;
  /** Where the mouse is, over the lanes. */
  pointer: number | undefined;
}

export class Picture {
  readonly canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  #image: ImageData | undefined;
  #family = 'sans-serif';

  constructor(canvas: HTMLCanvasElement) {
    this.canvas = canvas;
    this.#context = canvas.getContext('2d', { alpha: false })!;
  }

  /** In CSS pixels: how wide the part is in which time runs. */
  get timeWidth(): number {
    return Math.max(1, this.canvas.clientWidth - namesWidth);
  }

  draw(scene: Scene): void {
    const { canvas } = this;
    const ratio = devicePixelRatio;
    const width = Math.max(1, Math.round(canvas.clientWidth * ratio));
    const height = Math.max(1, Math.round(canvas.clientHeight * ratio));
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    this.#family = getComputedStyle(document.body).fontFamily;
    const context = this.#context;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.fillStyle = scene.colours.css.background;
    context.fillRect(0, 0, canvas.clientWidth, canvas.clientHeight);
    this.#lanes(scene, ratio);
    this.#gaps(scene);
    this.#labels(scene);
    if (scene.arrows) this.#arrows(scene);
    this.#chosen(scene);
    this.#names(scene);
    this.#ruler(scene);
  }

  x(time: number, { from, to }: Viewport): number {
    return namesWidth + ((time - from) / (to - from)) * this.timeWidth;
  }

  #rows({ layout, viewport }: Scene): { row: LaneRow; y: number }[] {
    const bottom = this.canvas.clientHeight;
    return layout.rows.map((row) => ({ row, y: rulerHeight + row.y - viewport.scroll })).filter(({ row, y }) => y + row.height > rulerHeight && y < bottom);
  }

  #lanes(scene: Scene, ratio: number): void {
    const { viewport, colours, lanes } = scene;
    const width = Math.max(1, Math.round(this.timeWidth * ratio));
    const top = Math.round(rulerHeight * ratio);
    const height = Math.max(1, this.canvas.height - top);
    if (this.#image?.width !== width || this.#image.height !== height) this.#image = new ImageData(width, height);
    const pixels: Pixels = { words: new Uint32Array(this.#image.data.buffer), width, height };
    pixels.words.fill(colours.pixel.background);
    const { info } = lanes.recording;
    const span = { from: viewport.from, to: viewport.to, now: info.at };
    for (const { row, y } of this.#rows(scene)) {
      if (row.kind === 'heading') continue;
      const above = Math.round((y + 4) * ratio) - top;
      const below = Math.round((y + row.height - 2) * ratio) - top;
      fillRect(pixels, 0, width, below, below + 1, colours.pixel.line);
      if (row.kind === 'thread') paintThread(pixels, row.lane, span, above, below, colours.states);
      else if (row.kind === 'lock') paintLock(pixels, row.lane, span, above, below, colours.pixel.held);
      else paintCurve(pixels, row.lane, span, above, below, Math.max(row.lane.most, lanes.resource(row.lane.id)?.capacity ?? 0), colours.pixel.depth);
    }
    this.#context.putImageData(this.#image, this.canvas.width - width, top);
  }

  /** Where events are missing: hatched over all lanes, so that nobody takes what is below for the whole. */
  #gaps({ lanes, layout, viewport, colours }: Scene): void {
    const context = this.#context;
    const bottom = Math.min(this.canvas.clientHeight, rulerHeight + layout.height - viewport.scroll);
    context.save();
    context.beginPath();
    let any = false;
    for (const { from, to } of lanes.gaps) {
      if (to < viewport.from || from > viewport.to) continue;
      const left = Math.max(namesWidth, this.x(from, viewport));
      context.rect(left, rulerHeight - 5, Math.max(2, this.x(to, viewport) - left), bottom - rulerHeight + 5);
      any = true;
    }
    if (any) {
      context.clip();
      context.strokeStyle = colours.css.gap;
      context.globalAlpha = 0.35;
      context.beginPath();
      for (let x = namesWidth - bottom; x < this.canvas.clientWidth; x += 7) {
        context.moveTo(x, bottom);
        context.lineTo(x + bottom, 0);
      }
      context.stroke();
    }
    context.restore();
  }

  /** In segments that are wide enough: what the thread waits for, who holds the lock. */
  #labels(scene: Scene): void {
    const { viewport, colours, describer, lanes } = scene;
    const context = this.#context;
    context.font = `11px ${this.#family}`;
    context.textBaseline = 'middle';
    const right = this.canvas.clientWidth;
    const write = (text: string, from: number, to: number, y: number, colour: string): void => {
      const left = Math.max(namesWidth, this.x(from, viewport)) + 4;
      const room = Math.min(right, this.x(to, viewport)) - left - 4;
      if (room < 24) return;
      const fits = fitted(context, text, room);
      if (fits === '') return;
      context.fillStyle = colour;
      context.fillText(fits, left, y);
    };
    const enough = (30 / this.timeWidth) * (viewport.to - viewport.from);
    for (const { row, y } of this.#rows(scene)) {
      const middle = y + row.height / 2 + 2;
      if (row.kind === 'thread') {
        const { lane } = row;
        if (lane.at(viewport.to) - lane.at(viewport.from) > labelled) continue;
        for (let n = Math.max(0, lane.at(viewport.from)); n < lane.count && lane.start[n]! < viewport.to; n++) {
          const end = lane.end(n, lanes.recording.info.at);
          if (end - lane.start[n]! < enough) continue;
          const state = lane.stateAt(n);
          if (state === 'ended') continue;
          const short = state === 'sleeping' || state === 'io';
          write(describer.what(state, lane.operation[n]!, lane.subject[n]!, lane.start[n]!), lane.start[n]!, end, short ? y + 9 : middle, short ? colours.css.text : colours.on(state));
        }
      } else if (row.kind === 'lock') {
        const { lane } = row;
        if (lastAtOrBefore(lane.start, lane.count, viewport.to) - lastAtOrBefore(lane.start, lane.count, viewport.from) > labelled) continue;
        for (let n = Math.max(0, lastAtOrBefore(lane.start, lane.count, viewport.from)); n < lane.count && lane.start[n]! < viewport.to; n++) {
          const end = Number.isNaN(lane.end[n]) ? lanes.recording.info.at : lane.end[n]!;
          if (end - lane.start[n]! >= enough) write(describer.threadName(lane.owner[n]!), lane.start[n]!, end, middle, colours.on('held'));
        }
      }
    }
  }

  /** All that are in sight; where they are too many, those of the thread that is chosen. */
  #arrows(scene: Scene): void {
    const row = scene.focus?.row;
    const seen = this.#arrowsInSight(scene, undefined) ?? (row?.kind === 'thread' ? this.#arrowsInSight(scene, row.lane.id) : undefined);
    if (seen) this.#drawArrows(seen, scene.colours);
  }

  /** Undefined where there are too many. `only`: of those, the ones that lead to this thread. */
  #arrowsInSight({ lanes, layout, viewport }: Scene, only: number | undefined): Arrowed[] | undefined {
    const seen: Arrowed[] = [];
    for (const { from, fromAt, to, toAt } of lanes.arrows) {
      if (only !== undefined && to !== only) continue;
      if (toAt < viewport.from || fromAt > viewport.to) continue;
      const y0 = layout.middles.get(from);
      const y1 = layout.middles.get(to);
      if (y0 === undefined || y1 === undefined) continue;
      seen.push({ x0: this.x(fromAt, viewport), x1: this.x(toAt, viewport), y0: y0 + rulerHeight - viewport.scroll, y1: y1 + rulerHeight - viewport.scroll });
      if (seen.length * arrowRoom > this.timeWidth) return undefined;
    }
    return seen;
  }

  #drawArrows(seen: readonly Arrowed[], colours: Colours): void {
    const context = this.#context;
    context.save();
    context.beginPath();
    context.rect(namesWidth, rulerHeight, this.timeWidth, this.canvas.clientHeight);
    context.clip();
    context.strokeStyle = context.fillStyle = colours.css.arrow;
    context.lineWidth = 1.2;
    for (const { x0, y0, x1, y1 } of seen) {
      const angle = Math.atan2(y1 - y0, x1 - x0);
      context.beginPath();
      context.arc(x0, y0, 2, 0, 2 * Math.PI);
      context.fill();
      context.beginPath();
      context.moveTo(x0, y0);
      context.lineTo(x1, y1);
      context.stroke();
      context.beginPath();
      context.moveTo(x1, y1);
      for (const side of [-0.45, 0.45]) context.lineTo(x1 - 7 * Math.cos(angle + side), y1 - 7 * Math.sin(angle + side));
      context.fill();
    }
    context.restore();
  }

  #chosen({ viewport, colours, focus, pointer }: Scene): void {
    const context = this.#context;
    const height = this.canvas.clientHeight;
    const line = (time: number, colour: string, dashes: number[]): void => {
      const x = this.x(time, viewport);
      if (x < namesWidth) return;
      context.strokeStyle = colour;
      context.setLineDash(dashes);
      context.beginPath();
      context.moveTo(x, 0);
      context.lineTo(x, height);
      context.stroke();
      context.setLineDash([]);
    };
    context.lineWidth = 1;
    if (viewport.selection) {
      const left = Math.max(namesWidth, this.x(viewport.selection.from, viewport));
      const right = this.x(viewport.selection.to, viewport);
      context.save();
      context.globalAlpha = 0.4;
      context.fillStyle = colours.css.selection;
      context.fillRect(left, 0, Math.max(0, right - left), height);
      context.restore();
      line(viewport.selection.from, colours.css.focus, []);
      line(viewport.selection.to, colours.css.focus, []);
    }
    if (viewport.cursor !== undefined) line(viewport.cursor, colours.css.cursor, []);
    if (pointer !== undefined) line(pointer, colours.css.faint, [2, 3]);
    if (focus) {
      const left = Math.max(namesWidth, this.x(focus.from, viewport));
      const right = Math.min(this.canvas.clientWidth - 1, Math.max(left + 3, this.x(focus.to, viewport)));
      context.strokeStyle = colours.css.focus;
      context.lineWidth = 2;
      context.strokeRect(left, rulerHeight + focus.row.y - viewport.scroll + 2, right - left, focus.row.height - 3);
    }
  }

  #names(scene: Scene): void {
    const { colours, lanes } = scene;
    const context = this.#context;
    context.fillStyle = colours.css.background;
    context.fillRect(0, 0, namesWidth, this.canvas.clientHeight);
    context.textBaseline = 'middle';
    for (const { row, y } of this.#rows(scene)) {
      context.font = row.kind === 'heading' ? `600 ${font} ${this.#family}` : `${font} ${this.#family}`;
      context.fillStyle = row.kind === 'heading' ? colours.css.faint : colours.css.text;
      context.fillText(fitted(context, row.name, namesWidth - (row.kind === 'heading' ? 16 : 24)), row.kind === 'heading' ? 8 : 16, y + row.height / 2 + 2);
      if (row.kind === 'curve' && row.lane.most > 0) {
        const most = Math.max(row.lane.most, lanes.resource(row.lane.id)?.capacity ?? 0);
        context.font = `10px ${this.#family}`;
        context.fillStyle = colours.css.faint;
        context.textAlign = 'right';
        context.fillText(String(most), namesWidth - 4, y + 8);
        context.fillText('0', namesWidth - 4, y + row.height - 6);
        context.textAlign = 'left';
      }
    }
  }

  #ruler({ viewport, colours }: Scene): void {
    const context = this.#context;
    context.fillStyle = colours.css.background;
    context.fillRect(0, 0, this.canvas.clientWidth, rulerHeight - 5);
    const zero = viewport.whole.from;
    const { at, digits } = ticks(viewport.from - zero, viewport.to - zero, ((viewport.to - viewport.from) * 90) / this.timeWidth);
    context.font = `11px ${this.#family}`;
    context.textBaseline = 'middle';
    context.strokeStyle = colours.css.line;
    context.lineWidth = 1;
    for (const time of at) {
      const x = Math.round(this.x(time + zero, viewport)) + 0.5;
      if (x < namesWidth) continue;
      context.beginPath();
      context.moveTo(x, 0);
      context.lineTo(x, rulerHeight - 6);
      context.stroke();
      context.fillStyle = colours.css.faint;
      context.fillText(`${(time / 1_000).toFixed(digits)} s`, x + 4, 9);
    }
    context.beginPath();
    context.moveTo(0, rulerHeight - 4.5);
    context.lineTo(this.canvas.clientWidth, rulerHeight - 4.5);
    context.stroke();
  }
}

/** Widths of texts by font: measuring is slow, and the same names come again in each picture. */
const widths = new Map<string, number>();

function widthOf(context: CanvasRenderingContext2D, text: string): number {
  const key = context.font + text;
  let width = widths.get(key);
  if (width === undefined) {
    if (widths.size > 20_000) widths.clear();
    widths.set(key, (width = context.measureText(text).width));
  }
  return width;
}

/** As much of it as there is room for; nothing where not even three letters fit. */
function fitted(context: CanvasRenderingContext2D, text: string, room: number): string {
  const width = widthOf(context, text);
  if (width <= room) return text;
  let length = Math.floor(text.length * (room / width));
  while (length > 3 && widthOf(context, `${text.slice(0, length)}…`) > room) length--;
  return length > 3 ? `${text.slice(0, length)}…` : '';
}
