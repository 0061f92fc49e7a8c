import { type Code, type CodeGroup, layOut } from './lay-out';
import { knownMessageIds } from './message-ids';
import type { BranchRecording } from './record-branch';
import { listCode, quote, recordCode, type UsedNames, type ValueCodeOptions } from './value-code';

const COMMENT_WIDTH = 100;

export interface TestSubject {
  threadId: string;
  graphId: string;
  /** Where the graph is imported from, and under which name. */
  importPath: string;
  exportName: string;
  /** Nodes that really run. */
  execute: readonly string[];
  /** What is to be known of the test beside the thread; null when there is nothing. */
  remark: string | null;
}

/** The file: a test that replays the branch, and expects its path and its end. */
export function writeTest(recorded: BranchRecording, subject: TestSubject): string {
  const used: UsedNames = {
    engine: new Set(),
    testing: new Set(['firstDifference', 'replay', 'type Recording', 'type Replayed']),
  };
  const kept = withoutExecuted(recorded, subject.execute);
  const recording = statement('const recording: Recording = ', recordingCode(kept, { used }), ';', 0);
  const before = recorded.path.length === 0 ? 'const path: string[] = ' : 'const path = ';
  const path = statement(before, listCode(recorded.path, { used }), ';', 4);
  const end = statement(
    'expect(replayed.end).toEqual(',
    recordCode(recorded.end, { used, knownIds: knownMessageIds(kept.recording) }),
    ');',
    4,
  );
  const graph = graphName(subject.exportName, used);
  return `${[
    ...imports(subject, graph, used),
    '',
    ...comment(recorded, subject),
    recording,
    '',
    `describe(${quote(title(recorded, subject))}, () => {`,
    '  let replayed: Replayed;',
    '  beforeAll(async () => {',
    `    ${replayCall(graph, subject.execute)}`,
    '  });',
    '',
    `  it('takes the recorded path', () => {`,
    `    ${path}`,
    '    expect(replayed.path, firstDifference(path, replayed.path)).toEqual(path);',
    '  });',
    '',
    `  it('ends as it was recorded', () => {`,
    `    ${end}`,
    '  });',
    '});',
  ].join('\n')}\n`;
}

export function testFileName({ graphId, threadId }: Pick<TestSubject, 'graphId' | 'threadId'>): string {
  return `${graphId}-${shortId(threadId)}.test.ts`.replace(/[^\w.-]+/g, '_');
}

function withoutExecuted(recorded: BranchRecording, execute: readonly string[]): BranchRecording {
  const results = Object.entries(recorded.recording.results).filter(([node]) => !execute.includes(node));
  return { ...recorded, recording: { ...recorded.recording, results: Object.fromEntries(results) } };
}

/** A line, or more, for each act and each result, so that a change of one is a change of its lines. */
function recordingCode({ recording: { acts, results } }: BranchRecording, options: ValueCodeOptions): CodeGroup {
  const given = recordCode(results, options);
  return {
    open: '{',
    close: '}',
    isSpaced: true,
    isOpen: true,
    items: [
      { label: 'acts: ', code: listCode(acts, options) },
      { label: 'results: ', code: { ...given, isOpen: given.items.length > 0 } },
    ],
  };
}

function statement(before: string, code: Code, after: string, indent: number): string {
  return `${before}${layOut(code, { column: indent + before.length, indent, after: after.length })}${after}`;
}

function replayCall(graph: string, execute: readonly string[]): string {
  if (execute.length === 0) return `replayed = await replay(${graph}, recording);`;
  const names = listCode(execute, { used: { engine: new Set(), testing: new Set() } });
  const options: Code = { open: '{', close: '}', isSpaced: true, items: [{ label: 'execute: ', code: names }] };
  return statement(`replayed = await replay(${graph}, recording, `, options, ');', 4);
}

/** A name that the file does not use for something else. */
function graphName(exportName: string, used: UsedNames): string {
  const taken = [
    'recording',
    'replayed',
    'path',
    'default',
    'beforeAll',
    'describe',
    'expect',
    'it',
    ...used.engine,
    ...used.testing,
  ];
  return taken.includes(exportName) ? 'graph' : exportName;
}

/** In the order in which formatters sort names. */
const TESTING_NAMES = ['firstDifference', 'message', 'type Recording', 'type Replayed', 'replay', 'stored'];

function imports({ importPath, exportName }: TestSubject, graph: string, { engine, testing }: UsedNames): string[] {
  const renamed = exportName === graph ? `{ ${graph} }` : `{ ${exportName} as ${graph} }`;
  return [
    ...(engine.size > 0 ? [`import { ${[...engine].sort().join(', ')} } from 'retrograph';`] : []),
    `import { ${TESTING_NAMES.filter((name) => testing.has(name)).join(', ')} } from 'retrograph/testing';`,
    `import { beforeAll, describe, expect, it } from 'vitest';`,
    `import ${exportName === 'default' ? graph : renamed} from ${quote(importPath)};`,
  ];
}

function comment(recorded: BranchRecording, { threadId, execute, remark }: TestSubject): string[] {
  const day = recorded.recordedAt.toISOString().slice(0, 10);
  const branch = recorded.branchName === null ? '' : `, branch ${recorded.branchName}`;
  const others =
    execute.length === 0
      ? 'No node runs'
      : `Of the nodes only ${execute.join(', ')} really run${execute.length === 1 ? 's' : ''}`;
  const from = `${others}: results come from the recording, while edges, routers, reducers and schemas are those of the graph.`;
  return [
    '/**',
    ...wrapped(`Thread ${threadId}${branch}, as it stood on ${day}.`),
    ...wrapped(from),
    ...(remark === null ? [] : [' *', ...wrapped(remark)]),
    ' */',
  ];
}

/** Lines of a comment, which nothing in the text ends. */
function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.replaceAll('*/', '* /').split(/\s+/)) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + word.length < COMMENT_WIDTH) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(` * ${word}`);
  }
  return lines;
}

function title({ branchName }: BranchRecording, { graphId, threadId }: TestSubject): string {
  return `${graphId}, thread ${shortId(threadId)}${branchName === null ? '' : `, ${oneLine(branchName)}`}`;
}

/** Ids that go by time differ at their end. */
function shortId(threadId: string): string {
  return threadId.length <= 14 ? threadId : threadId.slice(-8);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
