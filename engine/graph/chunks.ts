/**
 * Two parts of one streamed value as one: texts and lists are put together, objects key by key, LangChain's message
 * chunks by their own `concat`; of anything else the later one counts.
 */
export function joinChunks(first: unknown, second: unknown): unknown {
  if (typeof first === 'string' && typeof second === 'string') return first + second;
  if (Array.isArray(first) && Array.isArray(second)) return [...first, ...second];
  if (!isObject(first) || !isObject(second)) return second;
  if (typeof first.concat === 'function') return first.concat(second);
  if (!isPlain(first) || !isPlain(second)) return second;
  const joined = { ...first };
  for (const [key, part] of Object.entries(second)) {
    joined[key] = Object.hasOwn(joined, key) ? joinChunks(joined[key], part) : part;
  }
  return joined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
