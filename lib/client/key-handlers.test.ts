import { afterEach, describe, expect, it } from 'vitest';
import { activeKeys, addKeyHandlers, handleKey, type KeyHandlers } from './key-handlers';

const free = { isMac: false, isTyping: false, isTaken: false };
const press = (key: string, held: { ctrlKey?: boolean } = {}) => ({
  key,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  ...held,
});

describe('keys', () => {
  const removals: (() => void)[] = [];
  const did: string[] = [];
  const add = (handlers: KeyHandlers) => removals.push(addKeyHandlers(() => handlers));
  afterEach(() => {
    for (const remove of removals.splice(0)) remove();
    did.length = 0;
  });

  it('do what the innermost part of the page says', () => {
    add({ 'run.continue': () => void did.push('outer'), 'run.step': () => void did.push('step') });
    add({ 'run.continue': () => void did.push('inner') });
    expect(handleKey(press('r'), free)).toBe(true);
    expect(handleKey(press('s'), free)).toBe(true);
    expect(did).toEqual(['inner', 'step']);
  });

  it('do nothing while a person types, unless they come with a modifier', () => {
    add({ 'run.continue': () => void did.push('run'), 'palette.open': () => void did.push('palette') });
    const typing = { ...free, isTyping: true };
    expect(handleKey(press('r'), typing)).toBe(false);
    expect(handleKey(press('k', { ctrlKey: true }), typing)).toBe(true);
    expect(did).toEqual(['palette']);
  });

  it('are left to a widget that takes them', () => {
    add({ 'threads.next': () => void did.push('next') });
    expect(handleKey(press('ArrowDown'), { ...free, isTaken: true })).toBe(false);
    expect(handleKey(press('ArrowDown'), free)).toBe(true);
  });

  it('count once while they are held down, where the map says so', () => {
    add({ 'time.play': () => void did.push('play'), 'time.next': () => void did.push('next') });
    expect(handleKey({ ...press(' '), repeat: true }, free)).toBe(false);
    expect(handleKey({ ...press('ArrowRight'), repeat: true }, free)).toBe(true);
    expect(did).toEqual(['next']);
  });

  it('go to the browser when there is nothing to do', () => {
    add({ 'threads.next': () => false });
    expect(handleKey(press('j'), free)).toBe(false);
  });

  it('are offered as commands only while something handles them', () => {
    const remove = addKeyHandlers(() => ({ 'run.stop': () => undefined, 'run.step': undefined }));
    expect(activeKeys().map(({ id }) => id)).toEqual(['run.stop']);
    remove();
    expect(activeKeys()).toEqual([]);
  });
});
