import { setTimeout as delay } from 'node:timers/promises';
import { Annotation, END, START, StateGraph } from 'retrograph';
import { SqliteSaver } from 'retrograph/sqlite';

// Run as a program: the resumable workflow of the page on checkpointing, with a real Ctrl-C.
//   argument: the database file; HOLD_AT: the step that never ends, so that there is time to be killed in it.

const holdAt = Number(process.env.HOLD_AT ?? 0);
/** A step's work, behind which the step before is durable: it is saved while the next one runs. */
const WORK_MS = 25;
const interruption = new AbortController();
process.once('SIGINT', () => interruption.abort());

const WorkflowState = Annotation.Root({
  task: Annotation<string>,
  steps_completed: Annotation<string[]>({ reducer: (done, added) => [...done, ...added], default: () => [] }),
  current_step: Annotation<number>,
  total_steps: Annotation<number>,
});

async function processStep({ current_step: step }: typeof WorkflowState.State) {
  await work(WORK_MS);
  console.log(`Processing step ${step}`);
  if (step === holdAt) await work(3_600_000);
  return { steps_completed: [`Completed step ${step}`], current_step: step + 1 };
}

function work(durationMs: number): Promise<void> {
  return delay(durationMs, undefined, { signal: interruption.signal });
}

function shouldContinue(state: typeof WorkflowState.State): 'process' | typeof END {
  return state.current_step <= state.total_steps ? 'process' : END;
}

const checkpointer = SqliteSaver.fromConnString(process.argv[2] ?? 'workflow.db');
const graph = new StateGraph(WorkflowState)
  .addNode('process', processStep)
  .addEdge(START, 'process')
  .addConditionalEdges('process', shouldContinue, { process: 'process' })
  .compile({ checkpointer });

async function runWorkflow(task: string, threadId: string): Promise<void> {
  const config = { configurable: { thread_id: threadId } };
  const existing = await graph.getState(config);
  if (existing.exists) console.log(`Resuming from step ${existing.values.current_step}`);
  else console.log('Starting new workflow');
  const initial = existing.exists ? null : { task, steps_completed: [], current_step: 1, total_steps: 5 };
  try {
    const result = await graph.invoke(initial, { ...config, signal: interruption.signal });
    console.log(`Completed! Steps: ${result.steps_completed.join(', ')}`);
  } catch (error) {
    if (!interruption.signal.aborted) throw error;
    const state = await graph.getState(config);
    console.log(`Interrupted! Progress saved. Can resume from step ${state.values.current_step}`);
  }
}

await runWorkflow('Process data', 'workflow-001');
await checkpointer.close();
