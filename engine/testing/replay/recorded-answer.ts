import { Command } from '../../control/command';
import { interrupt } from '../../control/interrupt';
import type { Send } from '../../control/send';
import type { AnswerRule, GivenAnswer } from '../../loop/answer';
import type { RecordedResult, Recording } from './recording';

/** By state key; pairs where one key was written more than once. */
export type RecordedUpdate = Readonly<Record<string, unknown>> | readonly (readonly [string, unknown])[];
export type RecordedGoto = string | readonly (string | Send)[];

/**
 * Answers for nodes with what is recorded: the k-th task of a node takes the k-th result. It is counted by steps, so that a
 * task that asks again after an answer is the same one.
 */
export class RecordedAnswers {
  /** Why the graph is where nothing is recorded, once it is. */
  missing: string | null = null;
  readonly #results: Recording['results'];
  readonly #executed: ReadonlySet<string>;
  readonly #before = new Map<string, number>();
  #step = { number: Number.NaN, tasks: new Map<string, number>() };

  constructor(results: Recording['results'], executed: ReadonlySet<string>) {
    this.#results = results;
    this.#executed = executed;
  }

  readonly answerFor: AnswerRule = ({ node, path, step, index }) => {
    if (path.length > 0 || this.#executed.has(node)) return undefined;
    const occurrence = this.#count(node, step, index);
    const result = Object.hasOwn(this.#results, node) ? this.#results[node]?.[occurrence] : undefined;
    if (result === undefined) throw this.#gone(node);
    for (const question of result.asks ?? []) interrupt(question);
    if (result.throws) throw Object.assign(new Error(result.throws.message), { name: result.throws.name });
    return { kind: 'mocked', result: returnedBy(result) } satisfies GivenAnswer;
  };

  /** How many tasks of the node came before this one. */
  #count(node: string, step: number, index: number): number {
    if (step !== this.#step.number) {
      for (const [name, tasks] of this.#step.tasks) this.#before.set(name, (this.#before.get(name) ?? 0) + tasks);
      this.#step = { number: step, tasks: new Map() };
    }
    const { tasks } = this.#step;
    tasks.set(node, Math.max(tasks.get(node) ?? 0, index + 1));
    return (this.#before.get(node) ?? 0) + index;
  }

  #gone(node: string): Error {
    const recorded = Object.hasOwn(this.#results, node) ? (this.#results[node]?.length ?? 0) : 0;
    if (recorded === 0) return this.leave(`"${node}" is not in the recording, and would run now.`);
    return this.leave(`"${node}" is in the recording ${times(recorded)}, and would run once more.`);
  }

  /** The graph is where nothing is recorded: the first reason counts. */
  leave(reason: string): Error {
    this.missing ??= reason;
    return new Error(reason);
  }
}

function returnedBy({ update, goto }: RecordedResult): unknown {
  if (goto === undefined && !Array.isArray(update)) return update ?? {};
  // Safe: what a Command is given is only read.
  return new Command({
    ...(update && { update: update as [string, unknown][] }),
    ...(goto && { goto: goto as string }),
  });
}

function times(count: number): string {
  return count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`;
}
