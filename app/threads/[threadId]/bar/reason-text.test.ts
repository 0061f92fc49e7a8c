import { expect, it } from 'vitest';
import { reasonText } from './reason-text';

it('says why a thread stopped', () => {
  expect(reasonText('stopped', 'server_stopped')).toBe('the server stopped while it ran');
  expect(reasonText('stopped', 'out_of_memory')).toBe('out of memory');
});

it('adds nothing where the status says it all', () => {
  expect(reasonText('done', 'cancelled')).toBeNull();
  expect(reasonText('stopped', null)).toBeNull();
});
