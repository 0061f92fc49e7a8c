import { setTimeout as delay } from 'node:timers/promises';
import { END, START, StateGraph } from 'retrograph';
import { withLangGraph } from 'retrograph/zod';
import { z } from 'zod';

export const WorkflowState = z
  .object({
    task: z.string().default('Process data').describe('What the workflow works on'),
    steps_completed: withLangGraph(z.array(z.string()), {
      reducer: { fn: (done, added) => [...done, ...added] },
      default: () => [],
    }),
    current_step: z.number().int().min(1).default(1),
    total_steps: z.number().int().min(1).default(5),
    delay_ms: z.number().int().min(0).max(60_000).default(0).describe('How long each step takes, in milliseconds'),
  })
  .describe('A task in several steps that can be stopped at any moment and finished later.');
type Workflow = z.infer<typeof WorkflowState>;

const builder = new StateGraph(WorkflowState)
  .addNode('process', async (state, config) => {
    const { current_step: step, total_steps: total } = state;
    config.writer({ message: `Working on step ${step} of ${total}`, step, total });
    await delay(state.delay_ms, undefined, { signal: config.signal });
    return { steps_completed: [`Completed step ${step}`], current_step: step + 1 };
  })
  .addEdge(START, 'process')
  .addConditionalEdges('process', nextStep, { process: 'process' });

function nextStep(state: Workflow): 'process' | typeof END {
  return state.current_step <= state.total_steps ? 'process' : END;
}

export const graph = builder.compile({ name: 'workflow' });
