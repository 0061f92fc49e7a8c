import { expect, it } from 'vitest';
import type { ValueChange, Writer } from '@/lib/contracts/changes';
import { outsideText } from './outside-text';

const own = { clientId: 'browser.tab', openedMs: 100 };
const change = (writer: Writer, rest: Partial<ValueChange>) =>
  ({ writer, runId: 'run', clientId: 'browser.tab', createdAt: 200, ...rest }) as ValueChange;
const input: Writer = { kind: 'input' };
const edit: Writer = { kind: 'edit', isFork: false };

it('says what came from elsewhere, and nothing of what this page did', () => {
  expect(outsideText(change(input, {}), own)).toBeNull();
  expect(outsideText(change(input, { clientId: 'browser.other' }), own)).toBe('Run in another tab');
  expect(outsideText(change(input, { clientId: null }), own)).toBe('Run by another client');
  expect(outsideText(change(input, { runId: null }), own)).toBe('Run by a program of its own');
  expect(outsideText(change(edit, { runId: null, clientId: 'curl' }), own)).toBe('Edited by another client');
  expect(outsideText(change({ kind: 'unknown', why: 'pruned' }, { runId: null }), own)).toBeNull();
});
