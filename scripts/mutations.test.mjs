import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MUTATIONS } from './mutations.mjs';

describe('mutations', () => {
  it.each([...new Set(MUTATIONS.map(({ file }) => file))])('break lines that are in %s, exactly once', (file) => {
    const lines = readFileSync(file, 'utf8').split('\n');
    const of = MUTATIONS.filter((mutation) => mutation.file === file);
    const lost = of.filter(({ line }) => lines.filter((each) => each.trim() === line).length !== 1);
    expect(lost.map(({ line }) => line)).toEqual([]);
  });
});
