// Finds the places of nodes and edges, so that arrows go from left to right (or down) where they can. Pure: sizes in, places out.
import { Graph, layout } from '@dagrejs/dagre';

export interface SizedNode {
  id: string;
  width: number;
  height: number;
}

export interface SizedEdge {
  from: string;
  to: string;
  /** Of its label; 0 where it has none. */
  width: number;
  height: number;
  /** It runs against the others: the way back of a circle, which so becomes a ring. */
  back: boolean;
}

export interface Point {
  x: number;
  y: number;
}

export interface Places {
  width: number;
  height: number;
  /** The middle of each node. */
  nodes: Map<string, Point>;
  /** In the order in which they were given: through which points, and where the label stands. */
  edges: { points: Point[]; label: Point }[];
}

const margin = 16;

/** Which way the arrows go. */
export type Direction = 'right' | 'down';

export function placesOf(nodes: readonly SizedNode[], edges: readonly SizedEdge[], direction: Direction = 'right'): Places {
  const graph = new Graph({ directed: true, multigraph: true });
  graph.setGraph({ rankdir: direction === 'right' ? 'LR' : 'TB', nodesep: 34, edgesep: 14, ranksep: direction === 'right' ? 40 : 26, marginx: margin, marginy: margin });
  for (const { id, width, height } of nodes) graph.setNode(id, { width, height });
  const ends = ({ from, to, back }: SizedEdge): [string, string] => (back ? [to, from] : [from, to]);
  edges.forEach((edge, index) => graph.setEdge(...ends(edge), { width: edge.width, height: edge.height, labelpos: 'c' }, String(index)));
  layout(graph);
  const size = graph.graph() as { width?: number; height?: number };
  return {
    width: size.width ?? 0,
    height: size.height ?? 0,
    nodes: new Map(nodes.map(({ id }) => [id, pointOf(graph.node(id))])),
    edges: edges.map((edge, index) => {
      const placed = graph.edge(...ends(edge), String(index)) as { x: number | undefined; y: number; points?: Point[] };
      const points = (placed.points ?? []).map(pointOf);
      // Without a label there is no place for one.
      const label = placed.x === undefined || Number.isNaN(placed.x) ? middleOf(points) : pointOf({ x: placed.x, y: placed.y });
      return { points: edge.back ? points.reverse() : points, label };
    }),
  };
}

const pointOf = ({ x, y }: Point): Point => ({ x, y });

const middleOf = (points: readonly Point[]): Point => points[Math.floor(points.length / 2)] ?? { x: 0, y: 0 };
