import { describe, expect, it } from 'vitest';
import { isPressOf, type KeyPress, keyText } from './key-press';

function press(key: string, held: Partial<KeyPress> = {}): KeyPress {
  return { key, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, ...held };
}

describe('isPressOf', () => {
  it('takes ⌘ on a Mac and Ctrl elsewhere for Mod, and never the other one', () => {
    expect(isPressOf('Mod+k', press('k', { metaKey: true }), true)).toBe(true);
    expect(isPressOf('Mod+k', press('k', { ctrlKey: true }), true)).toBe(false);
    expect(isPressOf('Mod+k', press('k', { ctrlKey: true }), false)).toBe(true);
    expect(isPressOf('Mod+k', press('k'), false)).toBe(false);
  });

  it('leaves a plain key with a modifier to the browser', () => {
    expect(isPressOf('r', press('r'), false)).toBe(true);
    expect(isPressOf('r', press('r', { ctrlKey: true }), false)).toBe(false);
    expect(isPressOf('r', press('r', { altKey: true }), false)).toBe(false);
  });

  it('does not ask how a sign is typed', () => {
    expect(isPressOf('?', press('?', { shiftKey: true }), false)).toBe(true);
    expect(isPressOf('/', press('/', { shiftKey: true }), false)).toBe(true);
    expect(isPressOf('1', press('1'), false)).toBe(true);
  });

  it('asks for Shift with letters and named keys', () => {
    expect(isPressOf('Shift+T', press('T', { shiftKey: true }), false)).toBe(true);
    expect(isPressOf('ArrowLeft', press('ArrowLeft', { shiftKey: true }), false)).toBe(false);
    expect(isPressOf('Shift+ArrowLeft', press('ArrowLeft', { shiftKey: true }), false)).toBe(true);
  });
});

describe('keyText', () => {
  it('writes keys as the keyboard shows them', () => {
    expect(keyText('Mod+k', true)).toBe('⌘K');
    expect(keyText('Mod+Enter', false)).toBe('Ctrl ↵');
    expect(keyText('Shift+ArrowLeft', false)).toBe('Shift ←');
    expect(keyText('Shift+T', true)).toBe('⇧T');
  });
});
