import type { Blames, ChangedSteps, ValuePath } from '../../lib/contracts/changes';
import type { TimelinePage } from '../../lib/contracts/debugger';
import { median } from '../rounds';
import type { Line } from '../table';
import { costLine } from '../table';
import { makeLeafThread } from './long-thread';

const TIMES = 9;
const GOAL_MS = 100;

/** Who wrote a value, asked at the tip of the longest branch: each answer is found anew from what is stored. */
export async function measureBlame(address: string, steps: number, show: (line: Line) => void): Promise<void> {
  const { post, blame } = await askerOf(address, 'long');
  const timed = async (name: string, action: () => Promise<unknown>) =>
    show(costLine(name, [await medianMs(action)], 'ms', GOAL_MS));
  const tip = (await post<Blames>('blame', { paths: [['step']] })).blames[0]?.step ?? 0;
  await timed('blame of what the last step wrote', () => blame(['step'], tip));
  await timed('  of what only the input wrote', () => blame(['until'], 0));
  await timed('  of an item of a sliding list', () => blame(['recent', 0], tip - 19));
  const chat = await askerOf(address, await makeLeafThread(address, 'chat', steps));
  await timed('  of the first message of a 10 MB chat', () => chat.blame(['messages', 0, 'content'], 1));
  const record = await askerOf(address, await makeLeafThread(address, 'record', steps));
  await timed('  of a key that a record keeps', () => record.blame(['doc', 'title'], 1));
  const watch = () => post<ChangedSteps>('changed-steps', { paths: [['step'], ['recent', 0, 'by'], ['until']] });
  show(costLine('all changes of three watched values', [await medianMs(watch)], 'ms'));
}

async function askerOf(address: string, threadId: string) {
  const base = `${address}/api/debugger/threads/${threadId}`;
  const { branches } = (await (await fetch(`${base}/timeline?limit=1`)).json()) as TimelinePage;
  const checkpointId = branches[0]?.tipId;
  const post = async <Answer>(path: string, given: object): Promise<Answer> => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ checkpointId, ...given });
    const answer = await fetch(`${base}/${path}`, { method: 'POST', headers, body });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.json() as Promise<Answer>;
  };
  const blame = async (path: ValuePath, step: number) => {
    const { blames } = await post<Blames>('blame', { paths: [path] });
    if (blames[0]?.step !== step)
      throw new Error(`${path.join('.')} was written at step ${blames[0]?.step}, not ${step}.`);
  };
  return { post, blame };
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
