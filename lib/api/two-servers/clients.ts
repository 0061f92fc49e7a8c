import type { Answer, RunningServer } from './running-server';

/** What clients were told while they worked. */
export interface Ledger {
  /** Tokens whose update was acknowledged, by thread. */
  acknowledged: Map<string, Set<string>>;
  /** How often each conflict was named. */
  conflicts: Map<string, number>;
  /** Answers that are neither success nor a conflict with a name. */
  surprises: string[];
}

/** By code, as the API refuses; by name, as a run's own error is. */
const CONFLICTS = [
  'THREAD_CONFLICT',
  'THREAD_BUSY',
  'RUN_REJECTED',
  'RUN_ELSEWHERE',
  'ThreadConflictError',
  'NothingToResumeError',
  'AmbiguousResumeError',
];

export interface ClientPlan {
  servers: readonly RunningServer[];
  threadIds: readonly string[];
  random(): number;
  untilMs: number;
  name: string;
  ledger: Ledger;
}

/** Starts runs, edits, forks and answers on any thread over any server, one after the other, until its time is over. */
export async function workAsClient(plan: ClientPlan): Promise<void> {
  const { servers, threadIds, random, untilMs, name, ledger } = plan;
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item;
  for (let count = 0; Date.now() < untilMs; count++) {
    const token = `${name}.${count}`;
    const threadId = pick(threadIds);
    const act = pick([startRun, startRun, startRun, edit, edit, fork, answer]);
    const told = await act({ server: pick(servers), threadId, token, random });
    if (told !== null) note(ledger, { threadId, token, told });
  }
}

interface Act {
  server: RunningServer;
  threadId: string;
  token: string;
  random(): number;
}

function startRun({ server, threadId, token, random }: Act): Promise<Answer> {
  const strategy = random() < 0.5 ? 'reject' : 'enqueue';
  return server.send('POST', `/threads/${threadId}/runs/wait`, {
    assistant_id: 'ledger',
    input: { tokens: [token], left: 1 + Math.floor(random() * 3), asks: random() < 0.3, delay_ms: random() * 10 },
    multitask_strategy: strategy,
  });
}

function edit({ server, threadId, token }: Act): Promise<Answer> {
  return server.send('POST', `/threads/${threadId}/state`, { values: { tokens: [token] }, as_node: 'work' });
}

/** An edit of an earlier checkpoint: a new branch, which becomes the head. */
async function fork({ server, threadId, token, random }: Act): Promise<Answer | null> {
  const { body } = await server.send('GET', `/threads/${threadId}/history?limit=5`);
  const states = body as { checkpoint: { checkpoint_id: string } }[];
  const chosen = states[Math.floor(random() * states.length)];
  if (chosen === undefined) return null;
  const checkpoint_id = chosen.checkpoint.checkpoint_id;
  return server.send('POST', `/threads/${threadId}/state`, {
    values: { tokens: [token], left: 0, asks: false },
    checkpoint_id,
    as_node: 'work',
  });
}

/** Nothing is acknowledged when the run that the answer went to did not ask: an edit may have gone before. */
async function answer({ server, threadId, token }: Act): Promise<Answer | null> {
  const body = { assistant_id: 'ledger', command: { resume: token } };
  const told = await server.send('POST', `/threads/${threadId}/runs/wait`, body);
  const { tokens } = told.body as { tokens?: string[] };
  return tokens === undefined || tokens.includes(token) ? told : null;
}

function note(ledger: Ledger, { threadId, token, told }: { threadId: string; token: string; told: Answer }): void {
  const { status, body } = told;
  const { code, __error__: failure } = body as { code?: string; __error__?: { error: string; message: string } };
  const conflict = code ?? failure?.error;
  if (conflict !== undefined) {
    if (CONFLICTS.includes(conflict)) ledger.conflicts.set(conflict, (ledger.conflicts.get(conflict) ?? 0) + 1);
    else ledger.surprises.push(`${token}: ${status} ${JSON.stringify(body)}`);
    return;
  }
  if (status !== 200) ledger.surprises.push(`${token}: ${status} ${JSON.stringify(body)}`);
  else ledger.acknowledged.set(threadId, (ledger.acknowledged.get(threadId) ?? new Set()).add(token));
}
