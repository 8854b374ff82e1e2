// The scrubber of a page that shows a recording: a native slider over its time, by mouse and keys. It must not know what is shown at a moment.
import { element } from './element.js';

/** An arrow key moves by one of so many parts; Page Up and Page Down by a tenth of them all. */
const parts = 1_000;

export interface ScrubberTexts {
  name: string;
  /** What the slider says of a moment, in milliseconds since the recording begins. */
  moment(ms: number): string;
}

export interface Scrubber {
  readonly element: HTMLElement;
  /** Milliseconds. */
  readonly length: number;
  /** To a moment, which may lie between two steps of the slider. */
  go(ms: number): void;
}

/** Covers `length` milliseconds and stands at the moment `at` of them. `moved` hears of each moment, the first one too. */
export function createScrubber(length: number, at: number, texts: ScrubberTexts, moved: (ms: number) => void): Scrubber {
  const slider = element('input', { type: 'range', min: '0', max: String(parts), step: '1', 'aria-label': texts.name });
  const spoken = element('span', { 'aria-hidden': 'true' });
  const tell = (ms: number): void => {
    const text = texts.moment(ms);
    slider.setAttribute('aria-valuetext', text);
    spoken.textContent = text;
    moved(ms);
  };
  const go = (ms: number): void => {
    const within = Math.max(0, Math.min(length, ms));
    slider.value = String(length > 0 ? Math.round((within / length) * parts) : parts);
    tell(within);
  };
  slider.addEventListener('input', () => tell((Number(slider.value) / parts) * length));
  go(at);
  return { element: element('div', { class: 'scrubber' }, slider, spoken), length, go };
}
