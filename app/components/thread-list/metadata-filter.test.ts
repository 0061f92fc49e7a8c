import { describe, expect, it } from 'vitest';
import { metadataQuery, parseCondition, shownMetadata } from './metadata-filter';

describe('a condition on metadata', () => {
  it('is a key and a value, which may hold more of what parts them', () => {
    expect(parseCondition(' team = red ')).toEqual({ key: 'team', value: 'red' });
    expect(parseCondition('query=a=b')).toEqual({ key: 'query', value: 'a=b' });
    expect(['team', '=red', 'team=', ''].map(parseCondition)).toEqual([null, null, null, null]);
  });

  it('asks the same for the same conditions, the last one of a key', () => {
    expect(metadataQuery(['b=2', 'a=1'])).toBe('{"a":"1","b":"2"}');
    expect(metadataQuery(['a=1', 'a=2'])).toBe('{"a":"2"}');
    expect(metadataQuery(['nothing'])).toBeUndefined();
  });
});

it('shows plain values of metadata, and not the graph again', () => {
  expect(shownMetadata({ graph_id: 'g', team: 'red', turn: 3, deep: { a: 1 }, none: null, empty: '' })).toEqual([
    { key: 'team', value: 'red' },
    { key: 'turn', value: '3' },
  ]);
});
