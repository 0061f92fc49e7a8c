import type { ConditionVerdict } from '@/lib/contracts/breakpoint';

export interface Judgement {
  /** It may come into force. */
  isAccepted: boolean;
  tone: 'plain' | 'true' | 'wait' | 'fail';
  text: string | null;
}

interface TypedCondition {
  expression: string;
  verdict: ConditionVerdict | undefined;
  /** The server could not be asked. */
  error: Error | null;
  isNeeded: boolean;
  /** The condition that counts until this one does; empty for none. */
  inForce: string;
}

/** What to say of a condition while it is typed. */
export function judgeCondition({ expression, verdict, error, isNeeded, inForce }: TypedCondition): Judgement {
  if (expression === '') {
    // Taken over too: what was typed before must not go on counting unseen.
    return { isAccepted: true, tone: 'wait', text: isNeeded ? 'Not in force: write a condition.' : null };
  }
  if (error) return refused(error.message, inForce);
  if (verdict === undefined) return { isAccepted: false, tone: 'plain', text: null };
  switch (verdict.kind) {
    case 'malformed':
      return refused(
        `${verdict.message}${verdict.position === null ? '' : `, at character ${verdict.position}`}.`,
        inForce,
      );
    case 'costly':
      return refused(verdict.message, inForce);
    case 'failed':
      return {
        isAccepted: true,
        tone: 'wait',
        text: `On the state shown it cannot be evaluated: ${verdict.message}. A run would stop there and say so.`,
      };
    case 'value':
      return verdict.holds
        ? { isAccepted: true, tone: 'true', text: `Holds on the state shown: ${verdict.shown}` }
        : { isAccepted: true, tone: 'plain', text: `Does not hold on the state shown: ${verdict.shown ?? 'no value'}` };
  }
}

function refused(text: string, inForce: string): Judgement {
  return {
    isAccepted: false,
    tone: 'fail',
    text: inForce === '' ? text : `${text} Until it is mended, this counts: ${inForce}`,
  };
}
