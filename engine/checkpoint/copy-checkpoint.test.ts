import { expect, it } from 'vitest';
import { copyCheckpoint, emptyCheckpoint } from './copy-checkpoint';

it('gives empty checkpoints ids that grow', () => {
  const [first, second] = [emptyCheckpoint(), emptyCheckpoint()];
  expect(second.id > first.id).toBe(true);
  expect(first).toMatchObject({ v: 4, channel_values: {}, channel_versions: {}, versions_seen: {} });
});

it('gives a copy whose versions and channels are its own', () => {
  const original = { ...emptyCheckpoint(), channel_values: { a: [1] }, versions_seen: { node: { a: 1 } } };
  const copy = copyCheckpoint(original);
  expect(copy).toEqual(original);
  expect(copy.channel_values.a).toBe(original.channel_values.a);
  copy.channel_values.b = 2;
  copy.channel_versions.b = 1;
  Object.assign(copy.versions_seen.node as object, { a: 2 });
  expect(original).toMatchObject({
    channel_values: { a: [1] },
    channel_versions: {},
    versions_seen: { node: { a: 1 } },
  });
});
