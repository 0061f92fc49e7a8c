import { describe, expect, it } from 'vitest';
import { compareVersions, freshVersion, nextVersion, versionSuffix } from './version';

describe('versions', () => {
  it('start at one and carry the suffix they are given', () => {
    expect(nextVersion(undefined, 'k3f9x2ab')).toBe('00000001.k3f9x2ab');
    expect(nextVersion('0000000z.aaaaaaaa', 'k3f9x2ab')).toBe('00000010.k3f9x2ab');
  });

  it('take over the counter of another engine, whether number or text', () => {
    expect(nextVersion(35, 'k3f9x2ab')).toBe('00000010.k3f9x2ab');
    expect(nextVersion('00000000000000000000000000000035.0.5512', 'k3f9x2ab')).toBe('00000010.k3f9x2ab');
    expect(nextVersion(2.5, 'k3f9x2ab')).toBe('00000003.k3f9x2ab');
  });

  it('sort as text in the order of their counters, by code unit and by locale', () => {
    let version = freshVersion(undefined);
    for (let step = 0; step < 3_000; step++) {
      const next = freshVersion(version);
      expect(version < next && version.localeCompare(next) < 0).toBe(true);
      expect(compareVersions(version, next)).toBe(-1);
      expect(compareVersions(next, version)).toBe(1);
      version = next;
    }
  });

  it('compare across engines by counter', () => {
    expect(compareVersions(5, '00000005.aaaaaaaa')).toBe(-1);
    expect(compareVersions(6, '00000005.zzzzzzzz')).toBe(1);
    expect(compareVersions('00000000000000000000000000000007.0.1', '00000006.zzzzzzzz')).toBe(1);
    expect(compareVersions(3, 3)).toBe(0);
  });

  it('have suffixes of eight base-36 characters that do not repeat', () => {
    const suffixes = Array.from({ length: 5_000 }, versionSuffix);
    expect(new Set(suffixes).size).toBe(5_000);
    for (const suffix of suffixes) expect(suffix).toMatch(/^[0-9a-z]{8}$/);
  });

  it('refuse text without a counter and counters that do not fit', () => {
    expect(() => nextVersion('latest', 'k3f9x2ab')).toThrow(/"latest" has no counter/);
    expect(() => nextVersion('zzzzzzzz.aaaaaaaa', 'k3f9x2ab')).toThrow(/out of range/);
  });
});
