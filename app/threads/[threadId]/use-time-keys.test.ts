import { afterEach, expect, it, vi } from 'vitest';
import { hasOwnKeys } from './use-time-keys';

/** As much of an element as is asked for: whether it lies in one that a list of selectors names. */
class Inside {
  constructor(readonly selector: string) {}
  closest(selectors: string) {
    return selectors.split(', ').includes(this.selector) ? this : null;
  }
}
afterEach(() => vi.unstubAllGlobals());

it('leaves keys to fields and to open dialogs, whichever way they are made', () => {
  vi.stubGlobal('Element', Inside);
  const isLeft = (selector: string) => hasOwnKeys(new Inside(selector) as unknown as EventTarget);
  expect(['input', 'dialog', '[role="dialog"]', 'p'].map(isLeft)).toEqual([true, true, true, false]);
});
