import { AppError } from '@/lib/runs/app-error';

const MAX_BODY_BYTES = 10 * 1024 * 1024;
const MAX_DEPTH = 200;

/** The request's JSON; an empty body is an empty object. @throws AppError MALFORMED_BODY or TOO_LARGE */
export async function readJsonBody(request: Request, maxBytes = MAX_BODY_BYTES): Promise<unknown> {
  const text = await readText(request, maxBytes);
  if (text.trim() === '') return {};
  const json = parseJson(text);
  checkShape(json);
  return json;
}

async function readText(request: Request, maxBytes: number): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes);
  if (request.body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch (cause) {
    throw new AppError('MALFORMED_BODY', 'The body of the request is not UTF-8.', { cause });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('MALFORMED_BODY', `The body of the request is not JSON: ${(cause as Error).message}.`, {
      cause,
    });
  }
}

/** Refuses what later steps, which recurse and copy keys, should never see. Walks without recursion. */
function checkShape(json: unknown): void {
  let level: unknown[] = [json];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH)
      throw new AppError('MALFORMED_BODY', `The body of the request is nested deeper than ${MAX_DEPTH} levels.`);
    const below: unknown[] = [];
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue;
      if (Object.hasOwn(value, '__proto__')) {
        throw new AppError('MALFORMED_BODY', 'The body of the request has a key "__proto__", which no state can hold.');
      }
      for (const child of Object.values(value)) if (typeof child === 'object' && child !== null) below.push(child);
    }
    level = below;
  }
}

function tooLarge(maxBytes: number): AppError {
  return new AppError('TOO_LARGE', `The body of the request is larger than ${maxBytes / 1024 / 1024} MB.`);
}
