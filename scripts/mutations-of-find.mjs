// What a search over history may leave out, and what it may not: see mutations.mjs.

const ROWS = ['lib/runs/find/find-rows'];
const SESSION = ['lib/runs/conditions/search-session'];
const STATES = ['lib/api/debugger-find-states'];

export const MUTATIONS_OF_FIND = [
  {
    file: 'lib/runs/find/find-rows.ts',
    line: "const isNextStep = row.source === 'loop' && row.branchId === parent.branchId && row.step === parent.step + 1;",
    becomes: "const isNextStep = row.source === 'loop' && row.branchId === parent.branchId;",
    tests: ROWS,
  },
  {
    file: 'lib/runs/conditions/seen-keys.mjs',
    line: "return (node.value === '' ? !isState : bound.has(node.value)) && walkRest(node, isState);",
    becomes: "return (node.value === '' || bound.has(node.value)) && walkRest(node, isState);",
    tests: SESSION,
  },
  {
    file: 'lib/runs/conditions/search-steps.mjs',
    line: 'return copies ? structuredClone(state) : state;',
    becomes: 'return state;',
    tests: SESSION,
  },
  {
    file: 'lib/runs/conditions/search-steps.mjs',
    line: 'if (step.keys !== undefined) keys = step.keys;',
    becomes: 'keys = [...values.keys()];',
    tests: SESSION,
  },
  {
    file: 'lib/runs/find/state-source.ts',
    line: "const isRecord = !names.includes(END) && !names.includes('$type');",
    becomes: 'const isRecord = true;',
    tests: STATES,
  },
  {
    file: 'lib/runs/find/state-source.ts',
    line: 'missing: sees !== null && keys?.length === 0 ? sees : [],',
    becomes: 'missing: [],',
    tests: ['lib/api/debugger-find'],
  },
  {
    file: 'lib/inspect/run-options.ts',
    line: 'return [...new Set(next)].filter((name) => !known.has(name));',
    becomes: 'return [...new Set(next)].filter((name) => known.has(name));',
    tests: ['lib/inspect/run-options'],
  },
  {
    file: 'lib/contracts/wire-value.ts',
    line: 'if (how.cuts === cuts) how.known?.set(value, json);',
    becomes: 'how.known?.set(value, json);',
    tests: ['lib/contracts/wire-value'],
  },
];
