import { median } from '../rounds';
import type { Line } from '../table';
import { costLine } from '../table';
import type { Call } from './long-thread';

const MB = 1e6;
const ROUNDS = 3;

/** A thread of the workflow example as a capsule: out and in again over HTTP, against the goals. Both together may take 5 s. */
export async function measureCapsules(address: string, call: Call, checkpoints: number, show: (line: Line) => void) {
  await call('POST', '/threads', { thread_id: 'capsule', metadata: { graph_id: 'workflow' } });
  await call('POST', '/threads/capsule/runs/wait', {
    assistant_id: 'workflow',
    input: { task: 'Process data', total_steps: checkpoints - 2 },
    config: { recursion_limit: 2 * checkpoints },
  });
  const exports: number[] = [];
  const imports: number[] = [];
  let bytes = 0;
  for (let round = 0; round < ROUNDS; round++) {
    let startedMs = performance.now();
    const file = await (await post(`${address}/api/threads/capsule/capsule`, '{}', 'application/json')).arrayBuffer();
    exports.push(performance.now() - startedMs);
    bytes = file.byteLength;
    startedMs = performance.now();
    await (await post(`${address}/api/capsules?as=new`, file, 'application/gzip')).json();
    imports.push(performance.now() - startedMs);
  }
  show(costLine('workflow as a capsule: export', [median(exports)], 'ms'));
  show(costLine('  import', [median(imports)], 'ms'));
  show(costLine('  both', [median(exports) + median(imports)], 'ms', 5_000));
  show(costLine('  the file', [bytes / MB], 'MB', 2));
}

async function post(url: string, body: string | ArrayBuffer, type: string): Promise<Response> {
  const answer = await fetch(url, { method: 'POST', body, headers: { 'content-type': type } });
  if (!answer.ok) throw new Error(`POST ${url} answered ${answer.status}: ${await answer.text()}`);
  return answer;
}
