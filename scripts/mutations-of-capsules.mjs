/** What leaves in a capsule, and what comes in: see mutations.mjs. */
const REDACTION = ['lib/capsule/redactor'];
const REFUSALS = ['lib/capsule/refusals'];

export const MUTATIONS_OF_CAPSULES = [
  {
    file: 'lib/capsule/redactor.ts',
    line: "return [key, walked.value === REDACTED ? { op: 'set', value: REDACTED } : walked.value];",
    becomes: 'return [key, walked.value];',
    tests: REDACTION,
  },
  {
    file: 'lib/capsule/key-pattern.ts',
    line: "if (key !== '*' && key !== trail[trail.length - back]) return false;",
    becomes: 'if (key !== trail[trail.length - back]) return false;',
    tests: REDACTION,
  },
  {
    file: 'lib/capsule/tagged-parts.ts',
    line: "if (kind === 'object' || kind === 'null-object' || kind === 'Map') {",
    becomes: "if (kind === 'object' || kind === 'null-object') {",
    tests: REDACTION,
  },
  {
    file: 'lib/capsule/read-capsule.ts',
    line: 'if (told.sha256 !== sha256) {',
    becomes: 'if (false) {',
    tests: REFUSALS,
  },
  {
    file: 'lib/capsule/read-capsule.ts',
    line: 'if (json.length > limits.lineBytes || grownBytes > limits.textBytes) throw unpacksTooFar(limits);',
    becomes: '',
    tests: REFUSALS,
  },
  {
    file: 'lib/capsule/read-capsule.ts',
    line: 'if (size > limits.textBytes) throw unpacksTooFar(limits);',
    becomes: '',
    tests: REFUSALS,
  },
];
