import type { RouteChoice, TaskPath, TaskRecord, TaskStatus } from '../../checkpoint/checkpoint';
import { taskId } from '../../checkpoint/ids';
import type { GivenAnswer } from '../answer';
import type { Task } from './task';

/** Where a task ran: what its id is made of, together with its node and path. */
export interface TaskOrigin {
  checkpointId: string;
  namespace: string;
  /** The step that the task was a part of. */
  step: number;
}

/** A finished task as it is saved. Its id is worked out when a saver reads it: one in memory seldom does. */
export class RanTask implements TaskRecord {
  readonly node: string;
  readonly path: TaskPath;
  readonly startMs: number;
  readonly durationMs: number;
  readonly attempts: number;
  readonly status: TaskStatus;
  readonly reused: boolean;
  readonly cached: boolean;
  readonly handled: boolean;
  readonly answered: GivenAnswer['kind'] | undefined;
  declare readonly routes?: readonly RouteChoice[];
  #id: string | null;
  readonly #origin: TaskOrigin;

  constructor(task: Task, origin: TaskOrigin) {
    this.node = task.node.name;
    this.path = task.path;
    this.startMs = task.startMs;
    this.durationMs = task.durationMs;
    this.attempts = task.attempts;
    this.status = task.outcome;
    this.reused = task.isReused;
    this.cached = task.isCached;
    this.handled = task.isHandled;
    this.answered = task.givenAnswer ?? undefined;
    if (task.routes) this.routes = task.routes;
    this.#id = task.id;
    this.#origin = origin;
  }

  get id(): string {
    const { checkpointId, namespace, step } = this.#origin;
    this.#id ??= taskId(checkpointId, namespace, step, this.node, this.path);
    return this.#id;
  }
}
