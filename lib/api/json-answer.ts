import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** Below, what the server in front of the routes does by itself costs little. */
const MIN_COMPRESSED_LENGTH = 32 * 1024;
/** Set by scripts/encodings.mjs; see there why it is not the usual headers. */
export const ENCODING = 'x-retrograph-encoding';
/** Keeps Next from compressing it again. */
const AS_IT_IS = 'no-store, no-transform';
const TYPE = { 'content-type': 'application/json' };

const brotlied = promisify(brotliCompress);
const gzipped = promisify(gzip);

/**
 * An answer as JSON. A long one is compressed here, beside the thread that answers, and lightly: JSON shrinks to about a
 * tenth all the same, in a fifth of the time that gzip takes as servers use it.
 */
export async function jsonAnswer(answer: unknown, status: number, accepted: string | null): Promise<Response> {
  const text = JSON.stringify(answer);
  const encoding = text.length < MIN_COMPRESSED_LENGTH ? null : encodingFor(accepted ?? '');
  if (encoding === null) return new Response(text, { status, headers: TYPE });
  const bytes = Buffer.from(text);
  const body =
    encoding === 'br'
      ? await brotlied(bytes, {
          params: {
            [constants.BROTLI_PARAM_QUALITY]: 1,
            [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
            [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
          },
        })
      : await gzipped(bytes, { level: 1 });
  const headers = { ...TYPE, [ENCODING]: encoding, vary: 'accept-encoding', 'cache-control': AS_IT_IS };
  return new Response(body, { status, headers });
}

/** The first of ours that an `accept-encoding` names and does not rule out. */
export function encodingFor(accepted: string): 'br' | 'gzip' | null {
  const named = new Map(
    accepted
      .toLowerCase()
      .split(',')
      .map((part) => {
        const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim());
        return [name, !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))];
      }),
  );
  return (['br', 'gzip'] as const).find((encoding) => named.get(encoding)) ?? null;
}
