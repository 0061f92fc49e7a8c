/** One graph on the way to one inside. */
export interface InsideLevel {
  namespace: string;
  /** The node that holds it; of a task's later calls with their number. */
  name: string;
}

/** The graphs on the way to a namespace, outermost first, itself last: `a:1|b:2` → those of `a` and of `b` in it. */
export function levelNamespaces(namespace: string): InsideLevel[] {
  const levels: InsideLevel[] = [];
  if (namespace === '') return levels;
  for (const level of namespace.split('|')) {
    const last = levels.at(-1);
    const path = last ? `${last.namespace}|${level}` : level;
    if (last && /^\d+$/.test(level)) {
      last.namespace = path;
      last.name = `${last.name} (call ${Number(level) + 1})`;
    } else levels.push({ namespace: path, name: level.split(':')[0] ?? level });
  }
  return levels;
}
