import { END, START } from '../channels/names';

export interface MermaidOptions {
  /** Labels, shapes, colours and the curve; without them only the edges are drawn. Default true. */
  withStyles?: boolean;
  /** A D3 curve: `linear` (default), `basis`, `stepAfter`, … */
  curveStyle?: string;
  /** CSS by class; the classes are `default`, `first` and `last`. */
  nodeColors?: Record<string, string>;
  /** Words on a line of an edge's label. Default 9. */
  wrapLabelNWords?: number;
}

/** What is drawn. An id's parts, separated by ":", are the subgraphs that it lies in and its own name. */
export interface MermaidGraph {
  nodes: readonly { id: string; metadata?: Record<string, unknown> }[];
  edges: readonly { source: string; target: string; data?: string; conditional: boolean }[];
}

const COLORS: Readonly<Record<string, string>> = {
  default: 'fill:#f2f0ff,line-height:1.2',
  first: 'fill-opacity:0',
  last: 'fill:#bfb6fc',
};

/** Mermaid's flowchart of a graph: conditional edges dotted, subgraphs as clusters. */
export function mermaidOf(graph: MermaidGraph, options: MermaidOptions = {}): string {
  const { withStyles = true, curveStyle = 'linear', nodeColors = COLORS, wrapLabelNWords = 9 } = options;
  const ids = safeIds(graph);
  const lines: string[] = withStyles ? [`%%{init: {'flowchart': {'curve': '${curveStyle}'}}}%%`] : [];
  lines.push('graph TD;');
  for (const node of graph.nodes) {
    const id = ids.get(node.id) as string;
    if (withStyles) lines.push(`\t${styledNode(id, node)}`);
    else if (id !== node.id) lines.push(`\t${id}("${escaped(ownName(node.id))}")`);
  }
  drawCluster([]);
  if (withStyles) for (const [name, css] of Object.entries(nodeColors)) lines.push(`\tclassDef ${name} ${css};`);
  return `${lines.join('\n')}\n`;

  function drawCluster(path: readonly string[]): void {
    const key = path.join(':');
    if (path.length > 0) {
      lines.push(`\tsubgraph ${ids.get(clusterKey(key))}["${escaped(path.at(-1) as string)}"]`);
      for (const { id } of graph.nodes) if (clusterOf(id).join(':') === key) lines.push(`\t${ids.get(id)}`);
    }
    for (const inner of clustersBelow(graph, path)) drawCluster(inner);
    for (const edge of graph.edges) {
      if (commonPath(clusterOf(edge.source), clusterOf(edge.target)).join(':') !== key) continue;
      lines.push(`\t${ids.get(edge.source)}${arrow(edge, wrapLabelNWords)}${ids.get(edge.target)};`);
    }
    if (path.length > 0) lines.push('\tend');
  }
}

function styledNode(id: string, node: MermaidGraph['nodes'][number]): string {
  const label = labelOf(node);
  if (node.id === START) return `${id}([${label}]):::first`;
  if (node.id === END) return `${id}([${label}]):::last`;
  return `${id}(${label})`;
}

/** Names like `__start__` would be read as bold; a paragraph is left as it is. */
function labelOf({ id, metadata = {} }: MermaidGraph['nodes'][number]): string {
  const name = ownName(id);
  const isMarkdown = ['*', '_', '`'].some((mark) => name.startsWith(mark) && name.endsWith(mark));
  const notes = Object.entries(metadata).flatMap(([key, value]) => noteOf(key, value));
  const isPlain = /^[\w -]+$/.test(name) && notes.length === 0;
  if (isPlain) return isMarkdown ? `<p>${name}</p>` : name;
  const text = isMarkdown ? `<p>${escaped(name)}</p>` : escaped(name);
  const small = notes.length > 0 ? `<hr/><small><em>${notes.join('<br/>')}</em></small>` : '';
  return `"${text}${small}"`;
}

function noteOf(key: string, value: unknown): string[] {
  const parts = Array.isArray(value) ? value : [value];
  if (!parts.every((part) => ['string', 'number', 'boolean'].includes(typeof part))) return [];
  return [escaped(`${key} = ${parts.join(',')}`)];
}

function arrow({ data, conditional }: MermaidGraph['edges'][number], wordsPerLine: number): string {
  if (data === undefined || data === '') return conditional ? ' -.-> ' : ' --> ';
  const words = data.split(' ');
  const rows: string[] = [];
  for (let from = 0; from < words.length; from += wordsPerLine) {
    rows.push(escaped(words.slice(from, from + wordsPerLine).join(' ')));
  }
  const text = `&nbsp;${rows.join('&nbsp;<br>&nbsp;')}&nbsp;`;
  const label = /^[\w ]+$/.test(data) ? text : `"${text}"`;
  return conditional ? ` -. ${label} .-> ` : ` -- ${label} --> `;
}

/** Text inside of quotes: Mermaid's own entity codes for what would end it or be taken for markup. */
function escaped(text: string): string {
  return text.replace(/[#"<>&`|\\[\](){};]/g, (char) => `#${char.charCodeAt(0)};`).replace(/\s+/g, ' ');
}

/** Words that Mermaid reads as its own wherever an id begins with them. */
const KEYWORD =
  /^(graph|flowchart|subgraph|end|style|linkStyle|classDef|class|click|default|direction|href|call|interpolate)\b/i;

/** An id for every node and cluster: no two alike, nothing in it that Mermaid reads as syntax. */
function safeIds({ nodes }: MermaidGraph): Map<string, string> {
  const ids = new Map<string, string>();
  const taken = new Set<string>();
  const claim = (key: string, name: string) => {
    if (ids.has(key)) return;
    const plain = name.replace(/[^\w-]/g, '_').replace(/-(?![A-Za-z0-9])|^-/g, '_');
    const base = KEYWORD.test(plain) || plain === '' ? `node_${plain}` : plain;
    let id = base;
    for (let count = 2; taken.has(id.toLowerCase()); count++) id = `${base}_${count}`;
    taken.add(id.toLowerCase());
    ids.set(key, id);
  };
  for (const { id } of nodes) claim(id, id);
  for (const { id } of nodes) {
    const path = clusterOf(id);
    path.forEach((_, depth) => {
      const cluster = path.slice(0, depth + 1).join(':');
      claim(clusterKey(cluster), cluster);
    });
  }
  return ids;
}

/** Keeps clusters apart from nodes of the same id. */
function clusterKey(cluster: string): string {
  return `${cluster}:`;
}

function clusterOf(id: string): string[] {
  return id.split(':').slice(0, -1);
}

function ownName(id: string): string {
  return id.slice(id.lastIndexOf(':') + 1);
}

function commonPath(left: readonly string[], right: readonly string[]): readonly string[] {
  const differs = left.findIndex((part, depth) => part !== right[depth]);
  return differs === -1 ? left : left.slice(0, differs);
}

/** The clusters directly inside of one, in the order of their nodes. */
function clustersBelow({ nodes }: MermaidGraph, path: readonly string[]): string[][] {
  const found = new Map<string, string[]>();
  for (const { id } of nodes) {
    const cluster = clusterOf(id);
    if (cluster.length <= path.length || commonPath(path, cluster).length < path.length) continue;
    const inner = cluster.slice(0, path.length + 1);
    found.set(inner.join(':'), inner);
  }
  return [...found.values()];
}
