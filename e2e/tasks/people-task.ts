import type { Page } from '@playwright/test';
import { test } from '@playwright/test';
import { expect } from '../fixtures/story';

/** What a person did with their hands. A choice in a list counts as two clicks: one opens it, one chooses. */
export interface Acts {
  clicks: number;
  /** Keys and chords that command something: `L`, `Shift+Enter`, an arrow. A key that is held counts once. */
  keys: number;
  /** What was typed, or pasted, into fields. */
  characters: number;
}

/** The keystroke-level model's seconds for hands that know the way: to point and click, and to press a key. */
const SECONDS_PER = { click: 1.1 + 0.2, key: 0.28 };
const KEPT_UNDER = 'e2e:acts';

/**
 * A task that a person does on a page that was not open before, counted from the page's own events:
 *
 *     const task = await startTask(page, 'Answer two questions');
 *     await task.open(url);            // the clock starts with the request for the page
 *     …                                // click, press, fill as in any story
 *     await task.isDone({ clicks: 3, keys: 0, characters: 12 });
 *
 * The acts are held to the bounds; the seconds are stated and never judged, since machines differ.
 */
export async function startTask(page: Page, name: string) {
  await page.addInitScript(countActs, KEPT_UNDER);
  let openedAt: number | undefined;
  return {
    async open(url: string): Promise<void> {
      openedAt = performance.now();
      await page.goto(url);
    },

    /** Call it after the last `expect`: what the person was after is on the screen. */
    async isDone(atMost: Acts): Promise<void> {
      if (openedAt === undefined) throw new Error(`The task "${name}" was never opened: call open(url) first.`);
      const seconds = (performance.now() - openedAt) / 1000;
      const acts: Acts = await page.evaluate((key) => JSON.parse(sessionStorage.getItem(key) ?? 'null'), KEPT_UNDER);
      const told = `${name}: ${toldActs(acts)}; ${seconds.toFixed(1)} s from a cold page, hands ${handSeconds(acts).toFixed(1)} s`;
      console.log(`  task  ${told}`);
      test.info().annotations.push({ type: 'task', description: told });
      for (const kind of ['clicks', 'keys', 'characters'] as const)
        expect.soft(acts[kind], `${kind} for "${name}"`).toBeLessThanOrEqual(atMost[kind]);
    },
  };
}

function handSeconds({ clicks, keys, characters }: Acts): number {
  return clicks * SECONDS_PER.click + (keys + characters) * SECONDS_PER.key;
}

function toldActs({ clicks, keys, characters }: Acts): string {
  return [
    `${clicks} ${clicks === 1 ? 'click' : 'clicks'}`,
    `${keys} ${keys === 1 ? 'key' : 'keys'}`,
    `${characters} characters`,
  ].join(', ');
}

/**
 * Runs in the page before its own scripts, and again after each navigation; so the counts are in the tab's storage.
 * Playwright's `fill` and `selectOption` press no key and move no pointer: they are known by the events of the field.
 */
function countActs(key: string): void {
  const isField = (target: EventTarget | null): target is HTMLInputElement | HTMLTextAreaElement =>
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && /^(text|search|number|url|email|password)$/.test(target.type));
  const count = (kind: 'clicks' | 'keys' | 'characters', by: number) => {
    const acts = JSON.parse(sessionStorage.getItem(key) ?? 'null') ?? { clicks: 0, keys: 0, characters: 0 };
    acts[kind] += by;
    sessionStorage.setItem(key, JSON.stringify(acts));
  };
  let keyDown = false;
  const listen = (type: string, listener: (event: Event) => void) =>
    addEventListener(type, listener, { capture: true });

  count('clicks', 0);
  listen('pointerdown', ({ isTrusted }) => isTrusted && count('clicks', 1));
  listen('keyup', () => {
    keyDown = false;
  });
  listen('keydown', (event) => {
    const pressed = event as KeyboardEvent;
    if (!pressed.isTrusted || pressed.repeat || ['Shift', 'Control', 'Alt', 'Meta'].includes(pressed.key)) return;
    keyDown = true;
    const types = pressed.key.length === 1 && !pressed.ctrlKey && !pressed.metaKey && isField(pressed.target);
    count(types ? 'characters' : 'keys', 1);
  });
  listen('input', ({ target }) => {
    if (isField(target) && !keyDown) count('characters', target.value.length);
  });
  listen('change', ({ target }) => {
    if (target instanceof HTMLSelectElement) count('clicks', 2);
  });
}
