import type { StepCommit } from '../checkpoint/branching';
import type { CheckpointPendingWrite, PendingWrite, RunnableConfig } from '../checkpoint/checkpoint';
import { BODY_DONE, WRITE_INDEX } from '../checkpoint/checkpoint';
import type { BranchingSaver } from '../checkpoint/saver';

/** Where one life of a process ends, or what goes wrong in it. `index` counts from 0. */
export type Fault =
  /** The process dies at its `index`-th call of a saver: before it took effect, or after. */
  | { kind: 'killed'; index: number; when: 'before' | 'after' }
  /** The `index`-th place that the test calls `reach()` for throws. */
  | { kind: 'thrown'; place: string; index: number };

/** What a fault throws. */
export class InjectedFault extends Error {
  override name = 'InjectedFault';
}

/**
 * One life of a process that a fault may end: its savers fail at the k-th call and at every one after it, or a place of
 * the test's choice throws. Remembers which tasks are stored, so that a later life can be told not to run them again.
 */
export class FaultInjector {
  /** Tasks whose writes the saver has taken, by id. Carry it from one life to the next. */
  readonly stored: Set<string>;
  /** Tasks whose body is stored as done. */
  readonly storedBodies: Set<string>;
  isDead = false;
  private readonly fault: Fault | null;
  private readonly inFlight = new Set<Promise<unknown>>();
  private readonly counts = new Map<string, number>();

  constructor(fault: Fault | null, before?: FaultInjector) {
    this.fault = fault;
    this.stored = before?.stored ?? new Set();
    this.storedBodies = before?.storedBodies ?? new Set();
  }

  /** Counts a place of the test's, such as a node or a router. @throws InjectedFault when it is its turn, or in a dead process */
  reach(place: string): void {
    this.refuseDead();
    const { fault } = this;
    if (fault?.kind === 'thrown' && fault.place === place && this.count(place) === fault.index)
      throw new InjectedFault(`${place} ${fault.index} was told to fail.`);
  }

  /** The same saver, as this process sees it. */
  saver(saver: BranchingSaver): BranchingSaver {
    const call = this.call.bind(this);
    return new Proxy(saver, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]) => call(target, String(name), member as Method, args);
      },
    });
  }

  /** Settles when no call of its savers is under way: what a dead process had handed over may still arrive. */
  async quiet(): Promise<void> {
    await Promise.allSettled(this.inFlight);
  }

  private call(saver: BranchingSaver, name: string, method: Method, args: unknown[]): unknown {
    this.refuseDead();
    const isLast = this.fault?.kind === 'killed' && this.count('saver') === this.fault.index;
    if (isLast && this.fault?.kind === 'killed' && this.fault.when === 'before') this.die(name);
    const answer = method.apply(saver, args);
    const after = () => {
      this.remember(name, args);
      if (isLast) this.die(name);
    };
    if (!(answer instanceof Promise)) {
      after();
      return answer;
    }
    const settled = answer.then((value) => {
      after();
      return value;
    });
    this.inFlight.add(settled);
    settled.catch(() => undefined).finally(() => this.inFlight.delete(settled));
    return settled;
  }

  private remember(name: string, args: unknown[]): void {
    if (name === 'commitStep') {
      const [{ tasks }] = args as [StepCommit];
      for (const { id } of tasks) this.stored.add(id);
    } else if (name === 'putWrites') {
      const [, writes, taskId] = args as [RunnableConfig, PendingWrite[], CheckpointPendingWrite[0]];
      if (writes.some(([channel]) => WRITE_INDEX[channel] === undefined)) this.stored.add(taskId);
      if (writes.some(([channel, value]) => channel === BODY_DONE && value !== null)) this.storedBodies.add(taskId);
    }
  }

  private refuseDead(): void {
    if (this.isDead) throw new InjectedFault('This process is dead.');
  }

  private die(name: string): never {
    this.isDead = true;
    throw new InjectedFault(`The process died at ${name}().`);
  }

  private count(what: string): number {
    const count = this.counts.get(what) ?? 0;
    this.counts.set(what, count + 1);
    return count;
  }
}

type Method = (...args: unknown[]) => unknown;
