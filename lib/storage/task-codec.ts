import type { TaskRecord, TaskStatus } from '@/engine';
import type { ByteReader } from './byte-reader';
import type { ByteWriter } from './byte-writer';
import type { NameTable } from './record-tables';
import { readRoutes, writeRoutes } from './route-codec';
import { readTaskPath, writeTaskPath } from './task-path';

/** Bits of a task's flags. */
const REUSED = 1;
const CACHED = 2;
const HANDLED = 4;
const ANSWER_REUSED = 8;
const ANSWER_MOCKED = 16;
const ROUTED = 32;

const STATUSES: TaskStatus[] = ['pending', 'running', 'done', 'failed', 'interrupted', 'cancelled'];

export function writeTask(writer: ByteWriter, task: TaskRecord, names: NameTable): void {
  writer.count(names.position(task.node));
  writeTaskPath(writer, task);
  writer.float(task.startMs);
  writer.float(task.durationMs);
  writer.count(task.attempts);
  writer.count(STATUSES.indexOf(task.status));
  writer.count(flagsOf(task));
  writer.id(task.id);
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
  const task: TaskRecord = { id: reader.idText(), node, path, startMs, durationMs, attempts, status };
  if (flags !== 0) setFlags(task, flags);
  if (flags & ROUTED) task.routes = readRoutes(reader, names, node);
  return task;
}

function flagsOf({ reused, cached, handled, answered, routes }: TaskRecord): number {
  const answer = answered === 'reused' ? ANSWER_REUSED : answered === 'mocked' ? ANSWER_MOCKED : 0;
  return (reused ? REUSED : 0) | (cached ? CACHED : 0) | (handled ? HANDLED : 0) | answer | (routes ? ROUTED : 0);
}

/** Sets what the bits say. In place: a page has thousands of tasks. */
export function setFlags(task: TaskRecord, bits: number): void {
  if (bits & REUSED) task.reused = true;
  if (bits & CACHED) task.cached = true;
  if (bits & HANDLED) task.handled = true;
  if (bits & ANSWER_REUSED) task.answered = 'reused';
  if (bits & ANSWER_MOCKED) task.answered = 'mocked';
}
