// The theme's colours as the timeline uses them. No colour of our own.
import { laneStates, type LaneState } from '../../server/model/recording/lane.js';

/** Theme variables, the first one that is there. */
const variables = {
  background: ['editor-background'],
  text: ['foreground'],
  faint: ['descriptionForeground', 'foreground'],
  line: ['editorIndentGuide-background1', 'editorIndentGuide-background', 'panel-border', 'contrastBorder'],
  focus: ['focusBorder'],
  selection: ['editor-selectionBackground'],
  cursor: ['editorCursor-foreground', 'foreground'],
  arrow: ['foreground'],
  gap: ['descriptionForeground', 'foreground'],
  held: ['terminal-ansiCyan', 'charts-foreground'],
  depth: ['charts-yellow'],
  running: ['charts-green'],
  lock: ['charts-red'],
  queue: ['charts-yellow'],
  signal: ['charts-purple'],
  sleeping: ['disabledForeground', 'descriptionForeground', 'foreground'],
  io: ['charts-blue'],
  ended: ['editor-background'],
} as const;

export type ColourName = keyof typeof variables;

export interface Colours {
  css: Record<ColourName, string>;
  /** For pixels, in the order of an ImageData's bytes. */
  pixel: Record<ColourName, number>;
  states: number[];
  /** Text that can be read on that colour. */
  on(name: ColourName): string;
}

/** Reads the theme; call it again when it has changed. */
export function themeColours(): Colours {
  const style = getComputedStyle(document.documentElement);
  const probe = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
  const names = Object.keys(variables) as ColourName[];
  const css = {} as Record<ColourName, string>;
  const rgb = {} as Record<ColourName, readonly [number, number, number]>;
  for (const name of names) {
    css[name] = variables[name].map((variable) => style.getPropertyValue(`--vscode-${variable}`).trim()).find((value) => value !== '') ?? style.color;
    probe.fillStyle = css[name];
    // Some themes' chart colours let the background through, which would make two of them alike.
    const opaque = /^(charts|terminal)-/.test(variables[name][0]);
    probe.clearRect(0, 0, 1, 1);
    if (!opaque && name !== 'background') {
      probe.fillStyle = css.background;
      probe.fillRect(0, 0, 1, 1);
      probe.fillStyle = css[name];
    }
    probe.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = probe.getImageData(0, 0, 1, 1).data;
    rgb[name] = [red, green, blue];
    if (opaque) css[name] = `rgb(${red}, ${green}, ${blue})`;
  }
  const pixel = Object.fromEntries(names.map((name) => [name, (255 << 24) | (rgb[name][2] << 16) | (rgb[name][1] << 8) | rgb[name][0]])) as Record<ColourName, number>;
  const brightness = ([red, green, blue]: readonly [number, number, number]) => 0.299 * red + 0.587 * green + 0.114 * blue;
  const [dark, light] = brightness(rgb.background) < brightness(rgb.text) ? [css.background, css.text] : [css.text, css.background];
  return { css, pixel, states: laneStates.map((state: LaneState) => pixel[state]), on: (name) => (brightness(rgb[name]) > 127 ? dark : light) };
}
