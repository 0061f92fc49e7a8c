import type { TimelineRow } from '@/engine';
import type { FindEnd, FindEvent, FindFirst, FindRequest } from '@/lib/contracts/find';
import type { ThreadRecord } from '@/lib/storage/store';
import { AppError } from '../app-error';
import type { SearchOpening, SearchSession } from '../conditions/search-session';
import type { RunsContext } from '../context';
import { bisectPath } from './bisect';
import { groupRows, readFindRows } from './find-rows';
import { FIND_LIMITS, type FindLimits } from './limits';
import { oneAhead } from './one-ahead';
import { Pace } from './pace';
import { readChunks } from './state-chunks';
import { type StateSource, stateSource } from './state-source';
import { Tally } from './tally';

type Asked = FindRequest & { mode: NonNullable<FindRequest['mode']> };

/** A search that nothing has been looked at for yet. */
export interface Search {
  session: SearchSession;
  source: StateSource;
  rows: TimelineRow[];
  mode: Asked['mode'];
  limits: FindLimits;
  startedMs: number;
}

/**
 * The signal ends it at any time, also in the middle of an evaluation.
 * @throws AppError INVALID_EXPRESSION, BRANCH_NOT_FOUND, CHECKPOINT_NOT_FOUND, INVALID_REQUEST
 */
export async function openSearch(
  context: RunsContext,
  thread: ThreadRecord,
  asked: Asked,
  { signal, limits = FIND_LIMITS }: { signal: AbortSignal; limits?: FindLimits },
): Promise<Search> {
  const startedMs = performance.now();
  if (asked.mode === 'bisect' && (asked.branchId === undefined || asked.after !== undefined)) {
    throw new AppError('INVALID_REQUEST', 'To bisect there has to be one path: name its "branchId", and no "after".');
  }
  const session = await context.searches.open(signal);
  signal.addEventListener('abort', session.close, { once: true });
  try {
    const [opening, rows] = await Promise.all([session.open(asked.expression), readFindRows(context, thread, asked)]);
    signal.throwIfAborted();
    if (opening.kind === 'malformed') throw malformed(asked.expression, opening);
    const source = stateSource(context, thread, opening.sees);
    return { session, source, rows, mode: asked.mode, limits, startedMs };
  } catch (error) {
    session.close();
    throw error;
  }
}

/** What the search finds, as it finds it. Without an `end` where it was ended from outside. */
export async function* runSearch(search: Search): AsyncGenerator<FindEvent> {
  const { session, source, rows, mode, limits } = search;
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    session.close();
  }, limits.wholeMs);
  try {
    yield { type: 'start', total: rows.length, sees: source.keys && [...source.keys], missing: [...source.missing] };
    const tried = mode === 'bisect' ? await bisectPath(search) : null;
    if (tried?.first) {
      const { first, evaluated } = tried;
      const hits = first.hit === null ? [] : [first.hit];
      yield { type: 'progress', searched: rows.length, last: null, hits, failures: [] };
      yield { ...endOf(search, new Tally(), { first }), searched: rows.length, hits: hits.length, evaluated };
      return;
    }
    yield* scan(search, { isLate: () => isLate, note: tried?.note ?? 'Every checkpoint up to it was looked at.' });
  } finally {
    clearTimeout(timer);
    session.close();
  }
}

/** Oldest first. `note`: what to say of a first hit. */
async function* scan(
  search: Search,
  { isLate, note }: { isLate: () => boolean; note: string },
): AsyncGenerator<FindEvent> {
  const { session, source, rows, mode, limits } = search;
  const tally = new Tally(mode !== 'all');
  const pace = new Pace();
  const first = (): FindFirst | null => (mode === 'all' ? null : { hit: tally.firstHit, how: 'scan', note });
  for await (const chunk of oneAhead(readChunks(source, groupRows(rows, source.keys), limits))) {
    for (let from = 0; from < chunk.length; ) {
      const groups = chunk.slice(from, from + pace.size);
      const startedMs = performance.now();
      const states = groups.map(({ state }) => state);
      const verdicts = await session.look(states, limits.patience - tally.costly);
      pace.took(groups.length, performance.now() - startedMs);
      const found = tally.take(groups, verdicts);
      yield { type: 'progress', searched: tally.searched, last: tally.last, ...found };
      from += groups.length;
      if (tally.isOver) return yield endOf(search, tally, { first: first() });
      if (tally.costly >= limits.patience) {
        return yield endOf(search, tally, {
          stopped: costlyText(limits, tally),
        });
      }
      if (verdicts.length === groups.length) continue;
      if (isLate()) yield endOf(search, tally, { stopped: lateText(limits, tally) });
      return;
    }
  }
  yield endOf(search, tally, { first: first() });
}

function endOf(
  { rows, startedMs }: Search,
  { searched, hits, failures, evaluated, last }: Tally,
  rest: Partial<Pick<FindEnd, 'stopped' | 'first'>>,
): FindEnd {
  const ms = Math.round(performance.now() - startedMs);
  const counts = { searched, total: rows.length, hits, failures, evaluated, last };
  return { type: 'end', ...counts, ms, stopped: null, first: null, ...rest };
}

function costlyText({ patience }: FindLimits, { searched }: Tally): string {
  return `The expression was too costly at ${patience} steps, so the search gave up after ${searched} checkpoints. Make it cheaper, or let it look at less of the state.`;
}

function lateText({ wholeMs }: FindLimits, { searched }: Tally): string {
  return `The search was ended after ${wholeMs / 1000} s, with ${searched} checkpoints searched. Search on from there, or make the expression cheaper.`;
}

function malformed(expression: string, { message, position }: Extract<SearchOpening, { kind: 'malformed' }>): AppError {
  const where = position === null ? '' : ` at character ${position}`;
  return new AppError(
    'INVALID_EXPRESSION',
    `"${expression}" is not JSONata${where}: ${message}. Mend it and search again.`,
    { detail: { position, message } },
  );
}
