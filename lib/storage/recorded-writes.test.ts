import { expect, it } from 'vitest';
import { jsonSerializer } from '@/engine';
import { recordWrites } from './recorded-writes';
import { storeValue } from './value-chain';

const VERSION = '0000000a.k3f9x2ab';

function becameOf(values: Record<string, unknown>) {
  return new Map(
    Object.entries(values).map(([channel, value]) => {
      const given = { channel, version: VERSION, value, checkpointId: 'c', input: () => null };
      return [channel, storeValue(given, undefined, jsonSerializer)];
    }),
  );
}

it('a small write takes bytes only where the channel became something else', () => {
  const became = becameOf({ trigger: null, sum: 3, zero: 0, word: 'so' });
  const writes: [string, unknown][] = [
    ['trigger', null],
    ['sum', 3],
    ['sum', 1],
    ['zero', -0],
    ['word', 'so'],
    ['gone', null],
  ];
  expect(recordWrites(writes, became, jsonSerializer)?.map(({ kind }) => kind)).toEqual([
    'value',
    'value',
    'bytes',
    'bytes',
    'value',
    'bytes',
  ]);
});
