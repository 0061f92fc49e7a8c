import { formatCount, formatDuration } from '@/app/components/ui/format';
import type { ConditionVerdict } from '@/lib/contracts/breakpoint';
import type { FindResult } from '@/lib/inspect/find-result';

export interface FindStatus {
  tone: 'plain' | 'wait' | 'fail';
  text: string;
}

interface Searched {
  expression: string;
  verdict: ConditionVerdict | undefined;
  result: FindResult | undefined;
  isSearching: boolean;
  /** The server could not be asked, or failed. */
  error: Error | null;
}

/** What to say of a search, at any time of it. */
export function findStatus({ expression, verdict, result, isSearching, error }: Searched): FindStatus {
  if (expression === '') return { tone: 'plain', text: '' };
  if (verdict?.kind === 'malformed') {
    const place = verdict.position === null ? '' : `, at character ${verdict.position}`;
    return { tone: 'fail', text: `${verdict.message}${place}.` };
  }
  if (verdict && verdict.kind !== 'value') return { tone: 'fail', text: verdict.message };
  if (error && !isSearching) return { tone: 'fail', text: error.message };
  if (result === undefined) {
    return isSearching ? { tone: 'plain', text: 'Searching…' } : { tone: 'wait', text: 'The search was ended.' };
  }
  const hits = result.hits.length === 0 ? 'No hits' : formatCount(result.hits.length, 'hit');
  if (isSearching) {
    return {
      tone: 'plain',
      text: `${hits} · ${formatNumber(result.searched)} of ${formatNumber(result.total)} searched`,
    };
  }
  if (result.stopped !== null) return { tone: 'wait', text: `${hits}. ${result.stopped}` };
  if (!result.isWhole) {
    return {
      tone: 'wait',
      text: `${hits} in ${formatNumber(result.searched)} of ${formatNumber(result.total)}: the search was ended.`,
    };
  }
  if (result.hits.length === 0 && result.missing.length > 0) {
    return {
      tone: 'wait',
      text: `No hits of ${formatNumber(result.total)}: the state of this graph has no ${quoted(result.missing)}.`,
    };
  }
  return { tone: 'plain', text: `${hits} of ${formatNumber(result.total)} · ${formatDuration(result.ms)}` };
}

/** Where it could not be evaluated; null where it could be everywhere. */
export function failureText({ failures, failureCount }: FindResult): string | null {
  const [first] = failures;
  if (first === undefined) return null;
  const many = formatCount(failureCount, 'step');
  return `Could not be evaluated at ${many}, such as step ${first.step}: ${first.message.replace(/\.?$/, '.')}`;
}

/** `"plan"`, or `"plan", "draft" or "score"`. */
function quoted(names: readonly string[]): string {
  const all = names.map((name) => `"${name}"`);
  return all.length === 1 ? `${all[0]}` : `${all.slice(0, -1).join(', ')} or ${all.at(-1)}`;
}

function formatNumber(count: number): string {
  return count.toLocaleString('en');
}
