import type { RouteAnswer, RouteChoice } from '@/engine';
import type { ByteReader } from './byte-reader';
import type { ByteWriter } from './byte-writer';
import type { NameTable } from './record-tables';

/** In the place of a router's name. */
const COMMAND = 0;

/** Nodes, labels and keys by their places in the record's names: most of them stand there anyway. */
export function writeRoutes(writer: ByteWriter, routes: readonly RouteChoice[], names: NameTable): void {
  writer.count(routes.length);
  for (const { router, answers, reads } of routes) {
    writer.count(router === null ? COMMAND : names.position(router) + 1);
    writer.count(answers.length);
    for (const { to, sends } of answers) {
      writer.count(names.position(to));
      writer.count(sends);
    }
    writer.count(reads.length);
    for (const key of reads) writer.count(names.position(key));
  }
}

/** By node, what was read last: a loop chooses the same again and again, and a page has thousands of steps. */
const known = new Map<string, readonly RouteChoice[]>();
const MOST_KNOWN = 1_000;

/** Frozen; equal ones that a node's tasks made one after another are mostly the same list. */
export function readRoutes(reader: ByteReader, names: readonly string[], node: string): readonly RouteChoice[] {
  const { position } = reader;
  const last = known.get(node);
  if (last !== undefined && areNext(reader, names, last)) return last;
  reader.backTo(position);
  const routes = Object.freeze(reader.list(() => readRoute(reader, names)));
  if (known.size === MOST_KNOWN) known.clear();
  known.set(node, routes);
  return routes;
}

function readRoute(reader: ByteReader, names: readonly string[]): RouteChoice {
  const name = (): string => names[reader.count()] as string;
  const answer = (): RouteAnswer => Object.freeze({ to: name(), sends: reader.count() });
  const router = reader.count();
  return Object.freeze({
    router: router === COMMAND ? null : (names[router - 1] as string),
    answers: Object.freeze(reader.list(answer)),
    reads: Object.freeze(reader.list(name)),
  });
}

/** Whether these stand next; reads up to the first difference, or behind them. */
function areNext(reader: ByteReader, names: readonly string[], routes: readonly RouteChoice[]): boolean {
  if (reader.count() !== routes.length) return false;
  for (const { router, answers, reads } of routes) {
    const place = reader.count();
    if ((place === COMMAND ? null : names[place - 1]) !== router) return false;
    if (reader.count() !== answers.length) return false;
    for (const { to, sends } of answers) {
      if (names[reader.count()] !== to || reader.count() !== sends) return false;
    }
    if (reader.count() !== reads.length) return false;
    for (const key of reads) if (names[reader.count()] !== key) return false;
  }
  return true;
}
