import { expect, it } from 'vitest';
import { judgeCondition } from './judge-condition';

const typed = { expression: 'n > 3', verdict: undefined, error: null, isNeeded: false, inForce: '' };

it.each([
  [{ kind: 'value', holds: true, shown: 'true' } as const, true, 'Holds on the state shown: true'],
  [{ kind: 'value', holds: false, shown: null } as const, true, 'Does not hold on the state shown: no value'],
  [{ kind: 'failed', message: 'of other types' } as const, true, 'A run would stop there'],
  [{ kind: 'malformed', message: 'Unexpected end', position: 4 } as const, false, 'Unexpected end, at character 4.'],
  [{ kind: 'malformed', message: 'Unexpected end', position: null } as const, false, 'Unexpected end.'],
  [{ kind: 'costly', message: 'It took longer than 1000 ms and was ended.' } as const, false, 'longer than 1000 ms'],
])('%j: comes into force: %s', (verdict, isAccepted, text) => {
  const judged = judgeCondition({ ...typed, verdict });
  expect(judged.isAccepted).toBe(isAccepted);
  expect(judged.text).toContain(text);
});

it('says which condition counts while the typed one does not', () => {
  const verdict = { kind: 'malformed', message: 'Unexpected end', position: 4 } as const;
  expect(judgeCondition({ ...typed, verdict, inForce: 'n > 2' }).text).toContain('this counts: n > 2');
});

it('needs one where there is no node, takes none where there is', () => {
  expect(judgeCondition({ ...typed, expression: '' })).toMatchObject({ isAccepted: true, text: null });
  expect(judgeCondition({ ...typed, expression: '', isNeeded: true })).toMatchObject({
    isAccepted: true,
    text: 'Not in force: write a condition.',
  });
});

it('waits for the verdict, and tells when there will be none', () => {
  expect(judgeCondition(typed)).toMatchObject({ isAccepted: false, text: null });
  expect(judgeCondition({ ...typed, error: new Error('no answer') })).toMatchObject({
    isAccepted: false,
    text: 'no answer',
  });
});
