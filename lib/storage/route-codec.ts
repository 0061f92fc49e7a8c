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

export function readRoutes(reader: ByteReader, names: readonly string[]): RouteChoice[] {
  const name = (): string => names[reader.count()] as string;
  const answer = (): RouteAnswer => ({ to: name(), sends: reader.count() });
  return reader.list((): RouteChoice => {
    const router = reader.count();
    return {
      router: router === COMMAND ? null : (names[router - 1] as string),
      answers: reader.list(answer),
      reads: reader.list(name),
    };
  });
}
