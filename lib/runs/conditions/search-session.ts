import type { ChildProcess } from 'node:child_process';
import { serialize } from 'node:v8';
import type { WireJson } from '@/lib/contracts/wire-value';
import { converse, hasEnded, LIMITS, type SandboxLimits, startSandbox } from './sandbox-process';

export type WireState = Readonly<Record<string, WireJson>>;

/** Of one state: whether the expression holds there, or why that could not be found out. */
export type StepVerdict =
  | { kind: 'value'; holds: boolean }
  | { kind: 'failed'; message: string }
  /** It took too much time or memory and was ended. */
  | { kind: 'costly'; message: string };

export type SearchOpening =
  /** `sees`: the keys of a state that the expression can see, or null for any. */
  { kind: 'open'; sees: readonly string[] | null } | { kind: 'malformed'; message: string; position: number | null };

/** One expression on many states. One question at a time. */
export interface SearchSession {
  open(expression: string): Promise<SearchOpening>;
  /**
   * Equal values of states that follow each other are the same object, or they travel again. Never rejects. There are fewer
   * verdicts than states once `patience` of them were costly, or the session was closed.
   */
  look(states: readonly WireState[], patience?: number): Promise<StepVerdict[]>;
  /** Ends what runs: `look` answers with what is found out. */
  close(): void;
}

type Answer =
  | SearchOpening
  | { kind: 'verdicts'; verdicts: number[]; failures: [at: number, message: string][]; isLast?: true }
  | { kind: 'ended'; message: string };

interface Step {
  keys?: string[];
  changes: [key: string, value: WireJson][];
}

const HOLDS = 1;
const FAILED = 2;

/** `kept` is a process that waits for work; the session gives it back through `onFree` where it still can serve. */
export function openSearchSession(
  options: { limits?: SandboxLimits; kept?: ChildProcess | null; onFree?: (child: ChildProcess) => void } = {},
): SearchSession {
  const { limits = LIMITS, kept = null, onFree } = options;
  let child = kept;
  let expression = '';
  let isBusy = false;
  let isClosed = false;
  /** What the process has seen last. */
  let sent: WireState = {};
  let sentKeys: string | null = null;

  const ask = async (question: object, onPart?: (part: Answer) => void): Promise<Answer> => {
    if (isClosed) return { kind: 'ended', message: 'The search was ended.' };
    isBusy = true;
    if (child === null || hasEnded(child)) child = await startSandbox(limits).catch(() => null);
    const answer =
      child === null
        ? ({ kind: 'failed', message: 'The process that evaluates conditions did not start.' } as const)
        : await converse<Answer>(child, question, limits, (part) => {
            const isLast = part.kind !== 'verdicts' || part.isLast === true;
            if (!isLast) onPart?.(part);
            return isLast;
          });
    isBusy = false;
    if (isClosed) child?.kill('SIGKILL');
    if (answer.kind === 'failed' || answer.kind === 'costly') return { kind: 'ended', message: answer.message };
    return answer;
  };

  const send = async (states: readonly WireState[], onPart: (part: Answer) => void): Promise<Answer> => {
    if (child === null || hasEnded(child)) {
      sent = {};
      sentKeys = null;
      const opening = await ask({ search: expression });
      if (opening.kind === 'ended') return opening;
    }
    const steps: Step[] = [];
    for (const state of states) {
      const changes = Object.entries(state).filter(([key, value]) => !Object.hasOwn(sent, key) || sent[key] !== value);
      const keys = Object.keys(state);
      const keyText = JSON.stringify(keys);
      steps.push(keyText === sentKeys ? { changes } : { keys, changes });
      // What the process knows of a key that went away is not told again only if it comes back as it was.
      sent = { ...sent, ...state };
      sentKeys = keyText;
    }
    return ask({ steps: serialize(steps) }, onPart);
  };

  /** The verdicts up to where it ended, and why it did. */
  const lookAt = async (states: readonly WireState[]): Promise<{ verdicts: StepVerdict[]; ended: string | null }> => {
    const verdicts: StepVerdict[] = [];
    const take = (part: Answer) => {
      if (part.kind !== 'verdicts') return;
      const messages = new Map(part.failures);
      for (const code of part.verdicts) {
        const message = messages.get(verdicts.length) ?? '';
        verdicts.push(code === FAILED ? { kind: 'failed', message } : { kind: 'value', holds: code === HOLDS });
      }
    };
    const last = await send(states, take);
    take(last);
    return { verdicts, ended: last.kind === 'ended' ? last.message : null };
  };

  return {
    async open(text) {
      expression = text;
      const answer = await ask({ search: text });
      if (answer.kind === 'open' || answer.kind === 'malformed') return answer;
      return { kind: 'malformed', message: answer.kind === 'ended' ? answer.message : '', position: null };
    },
    async look(states, patience = 1) {
      const { verdicts, ended } = await lookAt(states);
      if (ended === null || isClosed) return verdicts;
      if (states.length === 1) return [{ kind: 'costly', message: ended }];
      // Which of the rest it was that the process ended at is found by asking for each alone.
      for (let costly = 0; costly < patience && verdicts.length < states.length; ) {
        const alone = await lookAt([states[verdicts.length] as WireState]);
        if (isClosed) break;
        const [verdict = { kind: 'costly', message: alone.ended ?? ended } as const] = alone.verdicts;
        if (verdict.kind === 'costly') costly += 1;
        verdicts.push(verdict);
      }
      return verdicts;
    },
    close() {
      isClosed = true;
      if (child === null || hasEnded(child)) return;
      if (isBusy || onFree === undefined) child.kill('SIGKILL');
      else onFree(child);
      child = null;
    },
  };
}
