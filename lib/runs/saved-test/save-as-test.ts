import path from 'node:path';
import type { ReplayedEnd } from '@/engine/testing';
import { firstDifference } from '@/engine/testing';
import type { SavedTest } from '@/lib/contracts/saved-test';
import type { ServedGraph } from '@/lib/graphs/served-graph';
import type { ThreadRecord } from '@/lib/storage/store';
import { AppError } from '../app-error';
import type { RunsContext } from '../context';
import { requireEntryOfThread, requireLoaded } from '../served-thread';
import { layOut } from './lay-out';
import { knownMessageIds } from './message-ids';
import { type BranchRecording, recordBranch } from './record-branch';
import { fileTooLarge, TEST_LIMIT } from './refused';
import { codeOf } from './value-code';
import { testFileName, writeTest } from './write-test';

export interface SaveAsTestRequest {
  /** Null: the head. */
  branchId: string | null;
  /** Nodes that really run. Null: those that failed at the end, so that the test shows the failure. */
  execute: string[] | null;
  /** Null: the graph's file, as it is named from beside it. */
  importPath: string | null;
}

/** How long routers and reducers may take to show whether the test passes as things are. */
const TRIAL_MS = 5_000;

/**
 * A Vitest file for a branch, tried out on the graph as it is now with all nodes' results recorded: no node runs.
 * @throws AppError BRANCH_NOT_FOUND, GRAPH_NOT_LOADED, NOT_REPLAYABLE, TOO_LARGE; INVALID_REQUEST for a node that did not run
 */
export async function saveAsTest(
  context: RunsContext,
  thread: ThreadRecord,
  { branchId, execute: asked, importPath }: SaveAsTestRequest,
): Promise<SavedTest> {
  const entry = requireEntryOfThread(context, thread);
  const graph = requireLoaded(entry);
  const recorded = await recordBranch(context, thread, { graph, branchId });
  const execute = chosen(recorded, asked);
  const difference = await tryOut(context, graph, recorded);
  const subject = {
    threadId: thread.threadId,
    graphId: entry.graphId,
    importPath: importPath ?? importPathOf(entry.source.file),
    exportName: entry.source.exportName,
    execute,
    remark: difference === null ? null : `It did not pass when it was written: ${difference}`,
  };
  const text = writeTest(recorded, subject);
  if (text.length > TEST_LIMIT) throw fileTooLarge();
  context.log.write('saved-as-test', { thread: thread.threadId, characters: text.length });
  return {
    fileName: testFileName(subject),
    text,
    importPath: subject.importPath,
    graphFile: entry.source.file,
    execute,
    nodes: recorded.nodes,
    end: recorded.end.status,
    steps: recorded.path.length,
    difference,
  };
}

function chosen({ nodes }: BranchRecording, asked: string[] | null): string[] {
  if (asked === null) return nodes.flatMap(({ node, failed, obstacle }) => (failed && obstacle === null ? [node] : []));
  for (const name of asked) {
    const found = nodes.find(({ node }) => node === name);
    if (found === undefined) {
      const known = nodes.map(({ node }) => node).join(', ') || 'none';
      throw new AppError(
        'INVALID_REQUEST',
        `"${name}" did not run on this branch, so that it can't be executed by its test. Nodes that ran: ${known}.`,
      );
    }
    if (found.obstacle !== null) {
      throw new AppError(
        'INVALID_REQUEST',
        `"${name}" can't be executed by the test: ${found.obstacle}. Leave its result recorded.`,
      );
    }
  }
  return nodes.flatMap(({ node }) => (asked.includes(node) ? [node] : []));
}

/** `.js` stands for the TypeScript file in every setting of TypeScript, and Vite knows it too. */
function importPathOf(file: string): string {
  const name = path.basename(file).replace(/\.(m|c)?tsx?$/, '.$1js');
  return `./${name}`;
}

/** How a replay differs from what was recorded; null when it does not. */
async function tryOut({ engine }: RunsContext, graph: ServedGraph, recorded: BranchRecording): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), TRIAL_MS);
  });
  try {
    const replayed = await Promise.race([engine.replay(graph, recorded.recording), late]);
    if (replayed === null) return `its routers and reducers took longer than ${TRIAL_MS / 1000} s.`;
    const parting = firstDifference(recorded.path, replayed.path);
    if (parting !== undefined) return `${parting}.${reasonOf(replayed.end)}`;
    return differenceOfEnds(recorded, replayed.end);
  } catch (error) {
    return `it could not be replayed. ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    clearTimeout(timer);
  }
}

function reasonOf(end: ReplayedEnd): string {
  if (end.status === 'failed') return ` ${end.errors.map(({ error }) => error).join('; ')}`;
  return '';
}

function differenceOfEnds({ recording, end }: BranchRecording, now: ReplayedEnd): string | null {
  const knownIds = knownMessageIds(recording);
  const text = (value: unknown) =>
    layOut(codeOf(value, { used: { engine: new Set(), testing: new Set() }, knownIds }), {
      column: 0,
      indent: 0,
      after: 0,
    });
  if (now.status !== end.status) return `it ended ${end.status}, and now ends ${now.status}.${reasonOf(now)}`;
  const [before, after] = [end.values, now.values] as [Record<string, unknown>, Record<string, unknown>];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changed = keys.filter((key) => text(before[key]) !== text(after[key]));
  if (changed.length > 0) return `it ends with another value of ${changed.map((key) => `"${key}"`).join(', ')}.`;
  return text(end) === text(now) ? null : `it ends with another question, error or next node.${reasonOf(now)}`;
}
