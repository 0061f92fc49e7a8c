// A replay runs no node that is to be reused, and gives none another one's result: see mutations.mjs.

const ENGINE = ['engine/loop/answer'];
const RESULTS = ['lib/runs/replay/recorded-results'];
const API = ['lib/api/replay-policy'];

export const MUTATIONS_OF_REPLAY = [
  {
    file: 'engine/loop/task/given-answer.ts',
    line: 'if (task.node.name === START || task.bodyWrites !== null || !tasks.includes(task)) return workOfNode;',
    becomes: 'if (task.bodyWrites !== null || !tasks.includes(task)) return workOfNode;',
    tests: ENGINE,
  },
  {
    file: 'engine/loop/task/given-answer.ts',
    line: 'const writes = recorded.filter(([channel]) => isRegularWrite(channel));',
    becomes: 'const writes = [...recorded];',
    tests: API,
  },
  {
    file: 'engine/loop/task/given-answer.ts',
    line: 'index: before.filter(({ node }) => node === task.node).length,',
    becomes: 'index: 0,',
    tests: ENGINE,
  },
  {
    file: 'lib/runs/replay/recorded-results.ts',
    line: 'return gap < 0 ? rows : rows.slice(0, gap);',
    becomes: 'return rows;',
    tests: RESULTS,
  },
  {
    file: 'lib/runs/replay/replay-run.ts',
    line: 'for (const [node, count] of found.ranSince) counts.set(node, count);',
    becomes: '',
    tests: API,
  },
  {
    file: 'lib/runs/replay/replay-run.ts',
    line: 'for (const node of boundary.nodes) counts.set(node, countOf(node) + 1);',
    becomes: '',
    tests: API,
  },
  {
    file: 'lib/runs/replay/replay-run.ts',
    line: 'if ((await recorded.writes(node, occurrence)) !== null) continue;',
    becomes: 'continue;',
    tests: API,
  },
  {
    file: 'lib/storage/task-codec.ts',
    line: "if (bits & ANSWER_MOCKED) task.answered = 'mocked';",
    becomes: '',
    tests: ['lib/storage/packed-columns'],
  },
];
