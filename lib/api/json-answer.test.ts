import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ENCODING, encodingFor, jsonAnswer } from './json-answer';

const LONG = { texts: Array.from({ length: 10_000 }, (_, index) => `text ${index} ä`) };

async function bytesOf(response: Response): Promise<Buffer> {
  return Buffer.from(await response.arrayBuffer());
}

describe('an answer as JSON', () => {
  it('is compressed when it is long, as the client takes it', async () => {
    const asBrotli = await jsonAnswer(LONG, 200, 'gzip, deflate, br');
    expect(asBrotli.headers.get(ENCODING)).toBe('br');
    expect(asBrotli.headers.get('content-type')).toBe('application/json');
    expect(asBrotli.headers.get('vary')).toBe('accept-encoding');
    expect(asBrotli.headers.get('cache-control')).toContain('no-transform');
    expect(JSON.parse(brotliDecompressSync(await bytesOf(asBrotli)).toString())).toEqual(LONG);
    const asGzip = await jsonAnswer(LONG, 201, 'gzip');
    expect([asGzip.status, asGzip.headers.get(ENCODING)]).toEqual([201, 'gzip']);
    expect(JSON.parse(gunzipSync(await bytesOf(asGzip)).toString())).toEqual(LONG);
  });

  it('is plain when it is short, or the client takes nothing else', async () => {
    for (const response of [await jsonAnswer({ a: 1 }, 200, 'br'), await jsonAnswer(LONG, 200, null)]) {
      expect(response.headers.get(ENCODING)).toBe(null);
      expect(response.headers.get('content-type')).toBe('application/json');
    }
    expect(await (await jsonAnswer(LONG, 200, 'identity')).json()).toEqual(LONG);
  });

  it.each([
    ['br', 'br'],
    ['GZIP, Br;q=0.5', 'br'],
    ['gzip;q=1.0, br;q=0', 'gzip'],
    ['br; q=0.000', null],
    ['deflate, brotli', null],
    ['', null],
  ])('to "%s" is in %s', (accepted, encoding) => {
    expect(encodingFor(accepted)).toBe(encoding);
  });
});
