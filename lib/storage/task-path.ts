import type { TaskPath, TaskRecord } from '@/engine';
import { isCallPath } from '@/engine';
import type { ByteReader } from './byte-reader';
import type { ByteWriter } from './byte-writer';

/** How a task's path is written: triggered by its own name, pushed by a Send, or as JSON. */
const PULLED = 0;
const PUSHED = 1;
const OTHER = 2;

export function writeTaskPath(writer: ByteWriter, { node, path }: TaskRecord): void {
  if (!isCallPath(path) && path[0] === '__pregel_push') {
    writer.count(PUSHED);
    writer.count(path[1]);
  } else if (!isCallPath(path) && path[1] === node) {
    writer.count(PULLED);
  } else {
    writer.count(OTHER);
    writer.text(JSON.stringify(path));
  }
}

const MAX_KNOWN = 256;
/** By node: one path for all its tasks. */
const pulled = new Map<string, TaskPath>();

export function readTaskPath(reader: ByteReader, node: string): TaskPath {
  const kind = reader.count();
  if (kind === PULLED) return pulled.get(node) ?? pulledPath(node);
  return kind === PUSHED ? ['__pregel_push', reader.count()] : (JSON.parse(reader.text()) as TaskPath);
}

function pulledPath(node: string): TaskPath {
  const path: TaskPath = ['__pregel_pull', node];
  Object.freeze(path);
  if (pulled.size === MAX_KNOWN) pulled.clear();
  pulled.set(node, path);
  return path;
}
