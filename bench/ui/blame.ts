import type { Blames, ChangedSteps, ValuePath } from '../../lib/contracts/changes';
import type { TimelinePage } from '../../lib/contracts/debugger';
import { median } from '../rounds';
import type { Line } from '../table';
import { costLine } from '../table';

const TIMES = 9;
const GOAL_MS = 100;

/** Who wrote a value, asked at the tip of the longest branch: each answer is found anew from what is stored. */
export async function measureBlame(address: string, show: (line: Line) => void): Promise<void> {
  const base = `${address}/api/debugger/threads/long`;
  const { branches } = (await (await fetch(`${base}/timeline?limit=1`)).json()) as TimelinePage;
  const checkpointId = branches[0]?.tipId;
  const post = async <Answer>(path: string, body: object): Promise<Answer> => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${base}/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.json() as Promise<Answer>;
  };
  const blame = async (path: ValuePath, step: number) => {
    const { blames } = await post<Blames>('blame', { checkpointId, paths: [path] });
    if (blames[0]?.step !== step)
      throw new Error(`${path.join('.')} was written at step ${blames[0]?.step}, not ${step}.`);
  };
  const tip = (await post<Blames>('blame', { checkpointId, paths: [['step']] })).blames[0]?.step ?? 0;
  show(costLine('blame of what the last step wrote', [await medianMs(() => blame(['step'], tip))], 'ms', GOAL_MS));
  show(costLine('  of what only the input wrote', [await medianMs(() => blame(['until'], 0))], 'ms', GOAL_MS));
  show(
    costLine('  of an item of a sliding list', [await medianMs(() => blame(['recent', 0], tip - 19))], 'ms', GOAL_MS),
  );
  const watch = () =>
    post<ChangedSteps>('changed-steps', { checkpointId, paths: [['step'], ['recent', 0, 'by'], ['until']] });
  show(costLine('all changes of three watched values', [await medianMs(watch)], 'ms'));
}

async function medianMs(action: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let time = 0; time < TIMES; time++) {
    const startedMs = performance.now();
    await action();
    times.push(performance.now() - startedMs);
  }
  return median(times);
}
