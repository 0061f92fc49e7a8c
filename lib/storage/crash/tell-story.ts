import { lookAtThread } from './check-thread';
import type { CrashPlace } from './crash-place';
import type { ExpectedStates } from './expected-states';
import { expectedStates } from './expected-states';
import { Fuse } from './fuse';
import type { StoryPlan } from './story-plan';
import type { WriterLine } from './writer-lines';
import type { WriterCrew, WriterProcess } from './writer-process';

/** How a life is disturbed. */
export interface Disturbance {
  name: string;
  /** Resolves when what it broke is whole again. */
  strike(writer: WriterProcess, threadId: string): void | Promise<void>;
  /** What a writer may complain of because of it. */
  explains(failure: { name: string; message: string }): boolean;
}

export interface Stage {
  place: CrashPlace;
  crew: WriterCrew;
  disturbance: Disturbance;
  /** Shared by the stories that are told at once. */
  budget: { strikesLeft: number };
}

export interface StoryReport {
  strikes: number;
  /** Strikes that ended a life or a run; the others came when nothing was on its way. */
  hits: number;
  flaws: string[];
}

/** After so many a story is left in peace: it must come to its end. */
const MAX_STRIKES = 5;
/** More than all strikes of the stories beside it can explain: it is stuck. */
const MAX_FAILURES = 100;

/** Tells a story to its end through as many lives as it takes, and looks at the thread after each. */
export async function tellStory(plan: StoryPlan, stage: Stage): Promise<StoryReport> {
  const telling = new Telling(plan, stage, await expectedStates(plan.thread));
  while (!telling.isOver) await telling.liveOnce();
  return telling.report;
}

class Telling {
  readonly report: StoryReport = { strikes: 0, hits: 0, flaws: [] };
  readonly #plan: StoryPlan;
  readonly #stage: Stage;
  readonly #expected: ExpectedStates;
  /** Checkpoints that a writer told as durable. */
  readonly #acknowledged = new Set<string>();
  /** Tasks whose writes a look has found. */
  readonly #settled = new Set<string>();
  #isFinished = false;
  #failures = 0;
  #mending: Promise<unknown> = Promise.resolve();

  constructor(plan: StoryPlan, stage: Stage, expected: ExpectedStates) {
    this.#plan = plan;
    this.#stage = stage;
    this.#expected = expected;
  }

  get isOver(): boolean {
    return this.#isFinished || this.report.flaws.length > 0;
  }

  async liveOnce(): Promise<void> {
    const { thread, nextMoment } = this.#plan;
    const { place, crew, budget } = this.#stage;
    const writer = crew.take();
    const next = () => (this.report.strikes < MAX_STRIKES && budget.strikesLeft > 0 ? nextMoment() : null);
    const fuse = new Fuse(next, () => this.#strike(writer));
    writer.begin({ url: place.urlFor(thread.threadId), thread });
    for await (const line of writer.lines()) {
      fuse.hearLine();
      await this.#hear(line, writer);
    }
    fuse.putOut();
    if (!this.#isFinished) this.report.hits++;
    await this.#look();
  }

  #strike(writer: WriterProcess): void {
    const { budget, disturbance } = this.#stage;
    if (budget.strikesLeft === 0) return;
    budget.strikesLeft--;
    this.report.strikes++;
    const struck = disturbance.strike(writer, this.#plan.thread.threadId);
    this.#mending = Promise.all([this.#mending, struck]);
  }

  async #hear(line: WriterLine, writer: WriterProcess): Promise<void> {
    switch (line.kind) {
      case 'began':
        if (this.#settled.has(line.taskId)) this.report.flaws.push(`task ${line.taskId} ran although it was stored`);
        // A step begins when the one before is durable.
        if (this.#plan.thread.durability === 'sync') this.#acknowledged.add(line.checkpointId);
        return;
      case 'saved':
        this.#acknowledged.add(line.checkpointId);
        return;
      case 'finished':
        this.#isFinished = true;
        return;
      case 'failed': {
        if (!this.#stage.disturbance.explains(line))
          this.report.flaws.push(`a run failed, ${line.name}: ${line.message}`);
        if (++this.#failures > MAX_FAILURES) this.report.flaws.push(`it fails again and again: ${line.message}`);
        this.report.hits++;
        await this.#look();
        if (this.report.flaws.length > 0) writer.kill();
        else writer.goOn();
      }
    }
  }

  async #look(): Promise<void> {
    await this.#mending;
    const { place } = this.#stage;
    const { threadId } = this.#plan.thread;
    const known = { expected: this.#expected, acknowledged: this.#acknowledged };
    const { flaws, settled, head } = await place.look((saver) => lookAtThread(saver, threadId, known));
    this.report.flaws.push(...flaws, ...(await place.flaws()));
    if (this.#isFinished && head !== this.#expected.end) {
      this.report.flaws.push(`it ended at ${head} instead of at ${this.#expected.end}`);
    }
    for (const taskId of settled) this.#settled.add(taskId);
  }
}
