import type { TaskRecord, TaskStatus } from '@/engine';
import type { ByteReader } from './byte-reader';
import type { ByteWriter } from './byte-writer';
import type { NameTable } from './record-tables';
import { readRoutes, writeRoutes } from './route-codec';
import { storedId } from './stored-id';
import { readTaskPath, writeTaskPath } from './task-path';

/** Bits of a task's flags. */
const REUSED = 1;
const CACHED = 2;
const HANDLED = 4;
const ROUTED = 8;

const STATUSES: TaskStatus[] = ['pending', 'running', 'done', 'failed', 'interrupted', 'cancelled'];

export function writeTask(writer: ByteWriter, task: TaskRecord, names: NameTable): void {
  writer.count(names.position(task.node));
  writeTaskPath(writer, task);
  writer.float(task.startMs);
  writer.float(task.durationMs);
  writer.count(task.attempts);
  writer.count(STATUSES.indexOf(task.status));
  writer.count(
    (task.reused ? REUSED : 0) | (task.cached ? CACHED : 0) | (task.handled ? HANDLED : 0) | (task.routes ? ROUTED : 0),
  );
  writer.bytes(storedId(task.id));
  if (task.routes) writeRoutes(writer, task.routes, names);
}

export function readTask(reader: ByteReader, names: readonly string[]): TaskRecord {
  const node = names[reader.count()] as string;
  const path = readTaskPath(reader, node);
  const startMs = reader.float();
  const durationMs = reader.float();
  const attempts = reader.count();
  const status = STATUSES[reader.count()] as TaskStatus;
  const flags = reader.count();
  const task = { id: reader.idText(), node, path, startMs, durationMs, attempts, status };
  if (flags === 0) return task;
  return { ...task, ...taskFlags(flags), ...(flags & ROUTED && { routes: readRoutes(reader, names) }) };
}

export function taskFlags(bits: number): Pick<TaskRecord, 'reused' | 'cached' | 'handled'> {
  return {
    ...(bits & REUSED && { reused: true }),
    ...(bits & CACHED && { cached: true }),
    ...(bits & HANDLED && { handled: true }),
  };
}
