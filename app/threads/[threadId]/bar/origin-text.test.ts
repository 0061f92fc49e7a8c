import { describe, expect, it } from 'vitest';
import { originText, otherCode } from './origin-text';

describe('originText', () => {
  it('says who made a step, unless it was this page', () => {
    expect(originText('run', 'own', true)).toBeNull();
    expect(originText('run', 'client', false)).toBe('Run by another client');
    expect(originText('run', 'tab', true)).toBe('Being run in another tab');
    expect(originText('edit', 'client', true)).toBe('Edited by another client');
  });
});

describe('otherCode', () => {
  const now = { files: 'f', topology: 't' };

  it('tells another shape from other code of the same shape', () => {
    expect(otherCode(now, now)).toBeNull();
    expect(otherCode({ ...now, files: 'g' }, now)).toBe('source');
    expect(otherCode({ files: 'g', topology: 'u' }, now)).toBe('shape');
    expect(otherCode({ ...now, topology: 'u' }, now)).toBe('shape');
  });
});
