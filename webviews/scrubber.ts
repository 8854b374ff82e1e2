// The scrubber of a page that shows a recording: a native slider over its time, by mouse and keys. It must not know what is shown at a moment.
import { element } from './element.js';

/** An arrow key moves by one of so many parts; Page Up and Page Down by a tenth of them all. */
const parts = 1_000;

export interface ScrubberTexts {
  name: string;
  /** What the slider says of a moment, in milliseconds since the recording begins. */
  moment(ms: number): string;
}

/** Covers `length` milliseconds and stands at the part `at` of them, 0 to 1. `moved` hears the moment in milliseconds, and the part. */
export function createScrubber(length: number, at: number, texts: ScrubberTexts, moved: (ms: number, part: number) => void): HTMLElement {
  const slider = element('input', { type: 'range', min: '0', max: String(parts), step: '1', 'aria-label': texts.name });
  slider.value = String(Math.round(at * parts));
  const spoken = element('span', { 'aria-hidden': 'true' });
  const tell = (): void => {
    const part = Number(slider.value) / parts;
    const text = texts.moment(part * length);
    slider.setAttribute('aria-valuetext', text);
    spoken.textContent = text;
    moved(part * length, part);
  };
  slider.addEventListener('input', tell);
  tell();
  return element('div', { class: 'scrubber' }, slider, spoken);
}
