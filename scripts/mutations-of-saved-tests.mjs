// A saved test passes as it is, and fails when the graph leads elsewhere: see mutations.mjs.

const REPLAY = ['engine/testing/replay'];
const RECORDING = ['lib/api/debugger-test'];

export const MUTATIONS_OF_SAVED_TESTS = [
  {
    file: 'engine/loop/task/given-answer.ts',
    line: 'const answer = await runInTask(context, async () => rule(described(run, tasks, task)));',
    becomes: 'const answer = await rule(described(run, tasks, task));',
    tests: REPLAY,
  },
  {
    file: 'engine/testing/replay/recorded-answer.ts',
    line: 'tasks.set(node, Math.max(tasks.get(node) ?? 0, index + 1));',
    becomes: 'tasks.set(node, (tasks.get(node) ?? 0) + 1);',
    tests: REPLAY,
  },
  {
    file: 'engine/testing/replay/replay.ts',
    line: 'return done >= steps;',
    becomes: 'return done > steps;',
    tests: REPLAY,
  },
  {
    file: 'lib/runs/saved-test/recorded-results.ts',
    line: 'if (first.router !== null) return [];',
    becomes: '',
    tests: RECORDING,
  },
  {
    file: 'lib/runs/saved-test/recorded-acts.ts',
    line: 'if ((rows[index - 1]?.next.length ?? 0) > 0) leave();',
    becomes: '',
    tests: RECORDING,
  },
  {
    file: 'lib/runs/saved-test/value-code.ts',
    line: "return isMade ? 'expect.any(String)' : codeOf(id, options);",
    becomes: 'return codeOf(id, options);',
    tests: ['lib/runs/saved-test'],
  },
  {
    file: 'lib/runs/saved-test/branch-rows.ts',
    line: 'for (const [, value] of writes) bytes += jsonSerializer.encode(value).length;',
    becomes: '',
    tests: RECORDING,
  },
];
