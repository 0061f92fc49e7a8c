import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { browserUrl, claimFreePort, readAddress } from './address.mjs';

describe('the address', () => {
  test('is 127.0.0.1:3000 when nothing is set, or set to nothing', () => {
    expect(readAddress({})).toEqual({ host: '127.0.0.1', port: 3000 });
    expect(readAddress({ HOST: '', PORT: ' ' })).toEqual({ host: '127.0.0.1', port: 3000 });
  });

  test.each(['abc', '-1', '70000', '3000.5', '1e3'])('refuses PORT=%s and names it', (port) => {
    expect(() => readAddress({ PORT: port })).toThrow(`PORT is "${port}"`);
  });

  test('reads IPv6 with and without brackets, and writes it with them', () => {
    expect(readAddress({ HOST: '[::1]' }).host).toBe('::1');
    expect(browserUrl('::1', 3000)).toBe('http://[::1]:3000');
  });

  test('a wide host is opened as localhost', () => {
    expect(browserUrl('0.0.0.0', 3100)).toBe('http://localhost:3100');
  });

  test('a taken port is named together with the way to choose another', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address();
    try {
      await expect(claimFreePort({ host: '127.0.0.1', port }, 0)).rejects.toThrow(`PORT=${port + 1} npm start`);
    } finally {
      holder.close();
    }
  });

  test('port 0 gives one that is free', async () => {
    expect(await claimFreePort({ host: '127.0.0.1', port: 0 })).toBeGreaterThan(0);
  });
});
