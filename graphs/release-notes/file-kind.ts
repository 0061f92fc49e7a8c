import type { Touched } from './commit';

export type FileKind = keyof Touched;

const RULES: readonly [FileKind, RegExp][] = [
  ['tests', /(^|\/)(tests?|spec|e2e|__tests__|fixtures)\/|[._-](test|spec)\.[^/]+$|(^|\/)test_[^/]+\.py$/i],
  ['docs', /(^|\/)docs?\/|\.(md|mdx|rst|adoc|txt)$|(^|\/)(license|readme|changelog|authors|copying)[^/]*$/i],
  [
    'tooling',
    /(^|\/)\.[^/]+(\/|$)|(^|\/)(package(-lock)?\.json|yarn\.lock|pnpm-lock\.yaml|cargo\.lock|go\.sum|makefile|dockerfile)$/i,
  ],
  ['tooling', /(^|\/)(tsconfig|biome|vitest|jest|eslint|webpack|rollup|vite|playwright)[^/]*\.(json|js|cjs|mjs|ts)$/i],
];

/** What a path is for, by its name alone: the first rule that fits, else source. */
export function fileKind(path: string): FileKind {
  return RULES.find(([, pattern]) => pattern.test(path))?.[0] ?? 'source';
}
