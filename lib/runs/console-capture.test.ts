import { afterEach, describe, expect, it, vi } from 'vitest';
import { hearConsole, wrapConsole } from './console-capture';

const heard: unknown[] = [];
let leave = () => {};
afterEach(() => {
  leave();
  heard.length = 0;
  vi.restoreAllMocks();
});

const listen = () => {
  leave = hearConsole((level, values) => heard.push([level, ...values]));
};

describe('hearConsole', () => {
  it('hears each call and passes it on', () => {
    const printed: unknown[] = [];
    vi.spyOn(console, 'warn').mockImplementation((...values) => void printed.push(values));
    listen();
    console.warn('a %s', 'b');
    expect(heard).toEqual([['warn', 'a %s', 'b']]);
    expect(printed).toEqual([['a %s', 'b']]);
  });

  it('passes a call on that it could not hear', () => {
    const printed = vi.spyOn(console, 'warn').mockImplementation(() => {});
    leave = hearConsole(() => {
      throw new Error('A getter failed.');
    });
    console.warn('a');
    expect(printed).toHaveBeenCalledWith('a');
  });

  it('hears a call once, even when one method uses another', () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    listen();
    console.trace('here');
    expect(heard).toEqual([['trace', 'here']]);
  });

  it('hears a method that was replaced meanwhile, and still once', () => {
    listen();
    const known = console.info;
    const replaced = vi.fn((...values: unknown[]) => known(...values));
    console.info = replaced;
    wrapConsole();
    console.info('x');
    expect(heard).toEqual([['info', 'x']]);
    expect(replaced).toHaveBeenCalledOnce();
  });

  it('wraps none of its own again that somebody put back', () => {
    listen();
    const own = console.debug;
    console.debug = () => {};
    wrapConsole();
    console.debug = own;
    wrapConsole();
    expect(console.debug).toBe(own);
  });

  it('hears nothing after leaving', () => {
    vi.spyOn(console, 'log').mockImplementation(() => {});
    listen();
    leave();
    console.log('x');
    expect(heard).toEqual([]);
  });
});
