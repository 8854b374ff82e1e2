// The order in which locks are taken, as a graph: locks are nodes, "taken while the other is held" are edges. What the project has declared stands beside it.
import { closure, isNamed, type DeclaredOrder } from './declared-order.js';
import { fixedSite, siteOf, type Site } from '../facts/finding.js';
import type { Lock } from '../values/locks.js';
import { cycles, type Nesting } from './order.js';
import type { Known } from '../rules/rule.js';

export interface OrderGraph {
  edges: OrderEdge[];
  /** The circles that are reported, each as the declarations of its locks in order. */
  rings: string[][];
  /** What the project has declared, and that between locks that exist. */
  wanted: readonly DeclaredOrder[];
  declared: DeclaredEdge[];
}

/** An order that the project has declared, for two locks that exist. */
export interface DeclaredEdge extends Pick<OrderEdge, 'from' | 'to' | 'fromName' | 'toName' | 'fromAt' | 'toAt'> {
  declaration: DeclaredOrder;
}

export interface OrderEdge {
  from: string;
  to: string;
  /** Names as people know them. */
  fromName: string;
  toName: string;
  /** Where they are declared, as far as that is known. */
  fromAt?: Site;
  toAt?: Site;
  /** Where `to` is taken under `from`. */
  sites: { site: Site; function: string }[];
  /** The two acquisitions themselves. */
  takes: { first: Site; second: Site }[];
  /** Whether the edge lies on a cycle that is reported. */
  contradicted: boolean;
  /** What the project has declared, or what follows from it, that says the contrary. */
  against?: DeclaredOrder;
}

/** With places as they are now. */
export function orderGraph(known: Known): OrderGraph {
  const found = cycles(known.nestings);
  return {
    edges: orderEdges(known.nestings, new Set(found.flatMap((cycle) => cycle.nestings)), closure(known.declared)),
    rings: found.map((cycle) => cycle.nestings.map(({ from }) => from.declaration)),
    wanted: known.declared,
    declared: declaredEdges(known),
  };
}

function orderEdges(nestings: readonly Nesting[], cyclic: ReadonlySet<Nesting>, wanted: readonly DeclaredOrder[]): OrderEdge[] {
  const edges = new Map<string, OrderEdge>();
  const broken = new Set([...cyclic].map((nesting) => `${nesting.from.declaration} ${nesting.to.declaration}`));
  for (const { from, to, at, hold, take, function: node } of nestings) {
    if (from.declaration === to.declaration) continue;
    const key = `${from.declaration} ${to.declaration}`;
    const edge = edges.get(key) ?? { from: from.declaration, to: to.declaration, fromName: from.name, toName: to.name, ...declared(from, to), sites: [], takes: [], contradicted: broken.has(key), ...against(from, to, wanted) };
    edges.set(key, edge);
    if (!edge.sites.some((known) => known.site.file === at.file && known.site.line === at.line)) edge.sites.push({ site: fixedSite(at), function: node.facts.qualified });
    const first = hold[hold.length - 1]?.site;
    const second = take[take.length - 1]?.site;
    if (first && second) edge.takes.push({ first: fixedSite(first), second: fixedSite(second) });
  }
  return [...edges.values()].sort((a, b) => (a.fromName + a.toName < b.fromName + b.toName ? -1 : 1));
}

function against(from: Lock, to: Lock, wanted: readonly DeclaredOrder[]): Pick<OrderEdge, 'against'> {
  const against = wanted.find(({ before, after }) => isNamed(from, after) && isNamed(to, before));
  return against ? { against } : {};
}

/** The locks that go by the names of each declaration; one that names no lock has no edge. */
function declaredEdges({ declared: wanted, summaries }: Known): DeclaredEdge[] {
  if (wanted.length === 0) return [];
  const named = new Map(wanted.flatMap(({ before, after }) => [before, after]).map((name) => [name, new Map<string, Lock>()]));
  for (const { events } of summaries.behaviours) {
    for (const event of events) {
      if (event.kind !== 'acquire') continue;
      for (const [name, locks] of named) if (isNamed(event.lock, name)) locks.set(event.lock.declaration, event.lock);
    }
  }
  const locksOf = (name: string): Lock[] => [...(named.get(name)?.values() ?? [])];
  return wanted.flatMap((declaration) =>
    locksOf(declaration.before).flatMap((from) =>
      locksOf(declaration.after).flatMap((to) => (from.declaration === to.declaration ? [] : [{ from: from.declaration, to: to.declaration, fromName: from.name, toName: to.name, ...declared(from, to), declaration }])),
    ),
  );
}

function declared(from: Lock, to: Lock): Pick<OrderEdge, 'fromAt' | 'toAt'> {
  return {
    ...(from.declared ? { fromAt: fixedSite(siteOf(from.declared.file, from.declared.at)) } : {}),
    ...(to.declared ? { toAt: fixedSite(siteOf(to.declared.file, to.declared.at)) } : {}),
  };
}

/** For Graphviz. Edges of a contradiction are red. */
export function orderAsDot(edges: readonly OrderEdge[], shown: (path: string) => string): string {
  const quote = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`;
  const names = new Map(edges.flatMap((edge) => [[edge.from, edge.fromName] as const, [edge.to, edge.toName] as const]));
  const ids = new Map([...names.keys()].sort().map((declaration, index) => [declaration, `l${index}`]));
  const nodes = [...ids].map(([declaration, id]) => `  ${id} [label=${quote(names.get(declaration) ?? declaration)}];`);
  const lines = edges.map(({ from, to, sites, contradicted }) => {
    const first = sites[0];
    const label = first ? `${first.function} ${shown(first.site.file)}:${first.site.line}${sites.length > 1 ? ` and ${sites.length - 1} more` : ''}` : '';
    return `  ${ids.get(from)} -> ${ids.get(to)} [label=${quote(label)}${contradicted ? ', color=red, fontcolor=red' : ''}];`;
  });
  return `digraph "lock order" {\n  node [shape=box, fontname="sans-serif"];\n  edge [fontname="sans-serif", fontsize=10];\n${[...nodes, ...lines].join('\n')}\n}\n`;
}
