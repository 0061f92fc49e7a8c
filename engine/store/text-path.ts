/**
 * Splits a path into steps: `metadata.title`, `chapters[*].content`, `authors[0]`, `list[-1]`, `*` for every member, and
 * `{a,b}` for several fields of one object.
 */
export function tokenizePath(path: string): string[] {
  return path.match(/\[[^\]]*\]|\{[^}]*\}|[^.[{]+/g) ?? [];
}

/** The texts at a path, in order; `$` or an empty path is the whole value as JSON. A part that is no text is given as JSON. */
export function getTextAtPath(value: unknown, path: string): string[] {
  const texts: string[] = [];
  if (path === '' || path === '$') pushText(texts, value);
  else collect(texts, value, tokenizePath(path), 0);
  return texts;
}

function collect(texts: string[], value: unknown, steps: readonly string[], index: number): void {
  const step = steps[index];
  if (step === undefined) pushText(texts, value);
  else for (const part of partsAt(value, step)) collect(texts, part, steps, index + 1);
}

function partsAt(value: unknown, step: string): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  if (step === '*') return Object.values(value);
  if (step.startsWith('[')) {
    if (!Array.isArray(value)) return [];
    const position = step.slice(1, -1).trim();
    if (position === '*') return value;
    return /^-?\d+$/.test(position) ? present(value.at(Number(position))) : [];
  }
  if (step.startsWith('{')) {
    const fields = step.slice(1, -1).split(',');
    return fields.flatMap((field) => partAlong(value, tokenizePath(field.trim())));
  }
  return Object.hasOwn(value, step) ? present((value as Record<string, unknown>)[step]) : [];
}

function partAlong(value: unknown, steps: readonly string[]): unknown[] {
  return steps.reduce<unknown[]>((parts, step) => parts.flatMap((part) => partsAt(part, step)), [value]);
}

function present(part: unknown): unknown[] {
  return part === undefined ? [] : [part];
}

function pushText(texts: string[], value: unknown): void {
  if (value === null || value === undefined) return;
  texts.push(typeof value === 'object' ? JSON.stringify(value, null, 2) : String(value));
}
