/**
 * A checked value in which every part that checking left equal is the part that was given. Schema libraries answer
 * copies; with the parts' identity lost, an append to a long list would count as a change of all of it.
 */
export function keepUnchanged(given: unknown, checked: unknown): unknown {
  if (Object.is(given, checked)) return given;
  if (Array.isArray(given) && Array.isArray(checked)) return keepItems(given, checked);
  return isRecord(given) && isRecord(checked) ? keepEntries(given, checked) : checked;
}

function keepItems(given: readonly unknown[], checked: readonly unknown[]): readonly unknown[] {
  let isSame = given.length === checked.length;
  const kept = checked.map((item, index) => {
    const part = keepUnchanged(given[index], item);
    if (!Object.is(part, given[index])) isSame = false;
    return part;
  });
  return isSame ? given : kept;
}

function keepEntries(given: Record<string, unknown>, checked: Record<string, unknown>): Record<string, unknown> {
  const keys = Object.keys(checked);
  let isSame = keys.length === Object.keys(given).length;
  const entries = keys.map((key) => {
    const part = Object.hasOwn(given, key) ? keepUnchanged(given[key], checked[key]) : checked[key];
    if (!Object.hasOwn(given, key) || !Object.is(part, given[key])) isSame = false;
    return [key, part] as const;
  });
  return isSame ? given : Object.fromEntries(entries);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
