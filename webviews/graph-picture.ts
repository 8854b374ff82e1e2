// A picture of nodes and arrows that can be walked with the arrow keys, zoomed and read out. It draws what it is told and must not know what the nodes mean.
import { element } from './element.js';
import { placesOf, type Direction, type Places, type Point, type SizedEdge, type SizedNode } from './graph-layout.js';

/** `alarm` stands out at once; `active` is what somebody has; `waiting` is what somebody wants; `quiet` is beside the point. */
export type Tone = 'plain' | 'active' | 'waiting' | 'alarm' | 'quiet';

export interface PictureNode {
  id: string;
  label: string;
  /** Smaller, below the label. */
  below: string;
  shape: 'round' | 'box';
  tone: Tone;
  /** What a screen reader says after the label and what is below it. */
  spoken: string;
}

export interface PictureEdge {
  from: string;
  to: string;
  label: string;
  line: 'solid' | 'dashed';
  tone: Tone;
  /** Part of the way back of a circle; see `wayBack`. */
  back?: boolean;
  /** It is chosen as a node is, by a click or with the keys; unique among nodes and arrows. */
  choice?: { id: string; spoken: string };
}

/** Which edges of a circle (ids of its nodes, in order) are its way back, as `from to`. Drawn so, a circle is a ring and not a long line. */
export function wayBack(circle: readonly string[]): string[] {
  return circle.map((id, index) => `${id} ${circle[(index + 1) % circle.length]}`).slice(Math.ceil(circle.length / 2));
}

export interface GraphPicture {
  readonly element: HTMLElement;
  /** Draws it anew. `name`: what the whole picture is called. Nodes keep the focus. */
  show(nodes: readonly PictureNode[], edges: readonly PictureEdge[], name: string): void;
  /** Brings it into sight, if it is drawn. */
  reveal(id: string): void;
  /** Moves the focus there, if it is drawn. */
  focus(id: string): void;
  zoomBy(factor: number): void;
  /** As large as fits, within reason. */
  fit(): void;
  /** 1 is life size. */
  readonly zoom: number;
}

const namespace = 'http://www.w3.org/2000/svg';
const lineHeight = 17;
const padding = 12;
/** Characters of a label; the whole of a longer one is its tooltip. */
const mostLabel = 32;

/**
 * `choose`: a node or an arrow that can be chosen was clicked, or Enter pressed on it. `turns`: its arrows go down and not to the right where there is more
 * room that way; for a picture that seldom changes.
 */
export function createGraphPicture(choose: (id: string) => void, turns = false): GraphPicture {
  const root = svg('svg', { class: 'graph', role: 'group' });
  const arrows = svg('g', { 'aria-hidden': 'true' });
  const links = svg('g', {});
  const boxes = svg('g', {});
  root.append(arrowHeads(), arrows, links, boxes);
  const host = element('div', { class: 'graph-host' });
  host.append(root);

  /** Nodes, and arrows that can be chosen. */
  const drawn = new Map<string, SVGGElement>();
  /** Where the focus can go. */
  let stops = new Map<string, Point>();
  let places: Places = { width: 0, height: 0, nodes: new Map(), edges: [] };
  let shape = '';
  let last: [nodes: readonly PictureNode[], edges: readonly PictureEdge[], name: string] | undefined;
  let direction: Direction = 'right';
  let scale = 1;
  let fitted = true;
  let focusable: string | undefined;

  function show(nodes: readonly PictureNode[], edges: readonly PictureEdge[], name: string): void {
    last = [nodes, edges, name];
    root.setAttribute('aria-label', name);
    const sized = nodes.map(({ id, label, below }) => ({ id, width: Math.max(textWidth(shortened(label), true), textWidth(shortened(below), false)) + 2 * padding + 8, height: (below === '' ? 1 : 2) * lineHeight + padding }));
    const lines = edges.map(({ from, to, label, back = false }) => ({ from, to, back, width: label === '' ? 0 : textWidth(label, false) + 6, height: label === '' ? 0 : lineHeight }));
    const now = JSON.stringify([sized.map(({ id }) => id), edges.map(({ from, to }) => [from, to])]);
    // Words that have become longer move nothing: only who is connected with whom does.
    if (now !== shape || sized.some(({ id, width }) => width > Number(drawn.get(id)?.dataset['width'] ?? 0) + 2 * padding)) {
      shape = now;
      places = placed(sized, lines);
      for (const { id, width } of sized) node(id).dataset['width'] = String(width);
    }
    stops = new Map(places.nodes);
    edges.forEach(({ choice }, index) => choice && stops.set(choice.id, places.edges[index]!.label));
    const ids = new Set(stops.keys());
    for (const [id, gone] of drawn) {
      if (ids.has(id)) continue;
      gone.remove();
      drawn.delete(id);
    }
    if (focusable === undefined || !ids.has(focusable)) focusable = nodes[0]?.id;
    nodes.forEach((each, index) => drawNode(each, sized[index]!.height));
    arrows.replaceChildren(...edges.flatMap((edge, index) => (edge.choice ? [] : drawEdge(edge, places.edges[index]!))));
    edges.forEach((edge, index) => edge.choice && drawLink(edge, edge.choice, places.edges[index]!));
    resize();
  }

  function placed(nodes: readonly SizedNode[], lines: readonly SizedEdge[]): Places {
    direction = 'right';
    const across = placesOf(nodes, lines);
    if (!turns || room(across) >= 1) return across;
    const down = placesOf(nodes, lines, 'down');
    if (room(down) <= room(across)) return across;
    direction = 'down';
    return down;
  }

  /** How large it can be drawn without being scrolled; 1 is life size. */
  function room({ width, height }: Places): number {
    return Math.min(host.clientWidth / width, host.clientHeight / height);
  }

  function node(id: string): SVGGElement {
    const known = drawn.get(id);
    if (known) return known;
    const group = stop(id, boxes);
    group.append(svg('rect', {}), svg('text', { class: 'label' }), svg('text', { class: 'below' }), svg('title', {}));
    return group;
  }

  /** Something new that takes the focus. */
  function stop(id: string, layer: SVGGElement): SVGGElement {
    const group = svg('g', { role: 'button', 'data-node': id });
    group.addEventListener('click', () => choose(id));
    group.addEventListener('focus', () => setFocusable(id));
    drawn.set(id, group);
    layer.append(group);
    return group;
  }

  function drawLink(edge: PictureEdge, { id, spoken }: NonNullable<PictureEdge['choice']>, at: Places['edges'][number]): void {
    const group = drawn.get(id) ?? stop(id, links);
    set(group, { class: 'link-arrow', 'aria-label': spoken, tabindex: id === focusable ? '0' : '-1' });
    // Wider than the line, for the mouse.
    group.replaceChildren(svg('path', { class: 'reach', d: curve(at.points) }), ...drawEdge(edge, at));
  }

  function drawNode({ id, label, below, shape: kind, tone, spoken }: PictureNode, height: number): void {
    const group = node(id);
    const { x, y } = places.nodes.get(id)!;
    const [shortLabel, shortBelow] = [shortened(label), shortened(below)];
    const [seen, whole] = [`${shortLabel} ${shortBelow}`.trim(), `${label} ${below}`.trim()];
    // Whoever speaks to the computer says what is seen; whoever hears it wants the whole.
    const spokenLabel = seen === whole ? whole : `${seen} ${whole}`;
    const width = Number(group.dataset['width']);
    set(group, { class: `node ${kind} ${tone}`, transform: `translate(${x} ${y})`, 'aria-label': `${spokenLabel}, ${spoken}`, tabindex: id === focusable ? '0' : '-1' });
    const [rect, first, second, title] = [...group.children] as [SVGRectElement, SVGTextElement, SVGTextElement, SVGTitleElement];
    set(rect, { x: -width / 2, y: -height / 2, width, height, rx: kind === 'round' ? height / 2 : 3 });
    set(first, { y: below === '' ? 5 : -3 });
    set(second, { y: lineHeight - 3 });
    first.textContent = below === '' ? shortLabel : `${shortLabel} `; // The space keeps the two apart for whoever reads them as one.
    second.textContent = shortBelow;
    title.textContent = seen === whole ? '' : ` ${whole}`;
  }

  function setFocusable(id: string): void {
    if (focusable !== undefined) drawn.get(focusable)?.setAttribute('tabindex', '-1');
    focusable = id;
    drawn.get(id)?.setAttribute('tabindex', '0');
  }

  /** The nearest one that lies in that direction, straight ahead before aside. */
  function neighbour(from: string, [dx, dy]: readonly [number, number]): string | undefined {
    const start = stops.get(from)!;
    let best: { id: string; cost: number } | undefined;
    for (const [id, { x, y }] of stops) {
      const [ahead, aside] = [(x - start.x) * dx + (y - start.y) * dy, Math.abs((x - start.x) * dy) + Math.abs((y - start.y) * dx)];
      const cost = ahead + 3 * aside;
      if (id !== from && ahead > 1 && (best === undefined || cost < best.cost)) best = { id, cost };
    }
    return best?.id;
  }

  root.addEventListener('keydown', (event) => {
    const id = (event.target as Element).getAttribute('data-node');
    if (id === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const direction = directions[event.key];
    if (event.key === 'Enter' || event.key === ' ') choose(id);
    else if (direction) drawn.get(neighbour(id, direction) ?? id)?.focus();
    else return;
    event.preventDefault();
  });
  host.addEventListener('wheel', (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoomBy(event.deltaY < 0 ? 1.1 : 1 / 1.1);
  }, { passive: false });
  new ResizeObserver(() => {
    // Another room may be for the other direction.
    if (turns && last && (direction === 'down' || room(places) < 1)) {
      shape = '';
      show(...last);
    } else resize();
  }).observe(host);

  function resize(): void {
    // Smaller than that nobody could read it: then it is scrolled.
    if (fitted && places.width > 0) scale = Math.max(0.6, Math.min(1.25, room(places)));
    set(root, { viewBox: `0 0 ${Math.max(1, places.width)} ${Math.max(1, places.height)}`, width: Math.floor(places.width * scale), height: Math.floor(places.height * scale) });
  }

  function zoomBy(factor: number): void {
    fitted = false;
    scale = Math.min(4, Math.max(0.2, scale * factor));
    resize();
  }

  return {
    element: host,
    show,
    reveal: (id) => drawn.get(id)?.scrollIntoView({ block: 'center', inline: 'center' }),
    focus: (id) => drawn.get(id)?.focus(),
    zoomBy,
    fit() {
      fitted = true;
      resize();
    },
    get zoom() {
      return scale;
    },
  };
}

const directions: Record<string, readonly [number, number] | undefined> = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

function drawEdge({ label, line, tone }: PictureEdge, { points, label: at }: Places['edges'][number]): SVGElement[] {
  const path = svg('path', { class: `edge ${line} ${tone}`, d: curve(points), 'marker-end': `url(#head-${tone})` });
  if (label === '') return [path];
  const text = svg('text', { class: `edge-label ${tone}`, x: at.x, y: at.y + 4 });
  text.textContent = label;
  // The line does not run through the words.
  const width = textWidth(label, false) + 6;
  return [path, svg('rect', { class: 'behind-label', x: at.x - width / 2, y: at.y - lineHeight / 2, width, height: lineHeight }), text];
}

/** Through the points, rounded at each of them. */
function curve([first, ...rest]: readonly Point[]): string {
  if (first === undefined) return '';
  const steps = rest.map((point, index) => {
    const next = rest[index + 1];
    return next === undefined ? `L${point.x} ${point.y}` : `Q${point.x} ${point.y} ${(point.x + next.x) / 2} ${(point.y + next.y) / 2}`;
  });
  return `M${first.x} ${first.y}${steps.join('')}`;
}

/** One for each tone: an arrow's head does not take over the colour of its line. */
function arrowHeads(): SVGDefsElement {
  const heads = (['plain', 'active', 'waiting', 'alarm', 'quiet'] satisfies Tone[]).map((tone) => {
    const head = svg('marker', { id: `head-${tone}`, class: `head ${tone}`, viewBox: '0 0 10 10', refX: 9, refY: 5, markerWidth: 9, markerHeight: 9, markerUnits: 'userSpaceOnUse', orient: 'auto' });
    head.append(svg('path', { d: 'M0 0L10 5L0 10Z' }));
    return head;
  });
  const definitions = svg('defs', {});
  definitions.append(...heads);
  return definitions;
}

function svg<K extends keyof SVGElementTagNameMap>(tag: K, attributes: Record<string, string | number>): SVGElementTagNameMap[K] {
  const made = document.createElementNS(namespace, tag);
  set(made, attributes);
  return made;
}

function set(target: Element, attributes: Record<string, string | number>): void {
  for (const [name, value] of Object.entries(attributes)) if (target.getAttribute(name) !== String(value)) target.setAttribute(name, String(value));
}

const shortened = (text: string): string => (text.length > mostLabel ? `${text.slice(0, mostLabel - 1)}…` : text);

let ruler: CanvasRenderingContext2D | null | undefined;

/** In pixels, in the page's font. */
function textWidth(text: string, bold: boolean): number {
  ruler ??= document.createElement('canvas').getContext('2d');
  if (!ruler) return text.length * 8;
  const { fontFamily, fontSize } = getComputedStyle(document.body);
  ruler.font = `${bold ? '600 ' : ''}${bold ? fontSize : `${Number.parseFloat(fontSize) * 0.9}px`} ${fontFamily}`;
  return Math.ceil(ruler.measureText(text).width);
}
