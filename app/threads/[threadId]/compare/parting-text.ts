import type { ComparedPair, Comparison, DifferentKey } from '@/lib/contracts/compare';

const MOST_KEYS = 3;

/** What became of the two lines, in a sentence or two: where they part, by state and by path. */
export function partingText(comparison: Comparison): string {
  const { path, state, isSameGraph, ends } = comparison;
  const graphs = isSameGraph ? [] : ['different graphs: states alone are compared'];
  if (path === null && state === null) {
    const isSame = ends.keys.length === 0;
    return [...graphs, isSame ? 'no difference' : 'no difference, as far as both go'].join(' · ');
  }
  const states =
    state === null ? 'states never differ' : `states differ from ${placeText(state)}: ${keysText(state.keys)}`;
  const paths = !isSameGraph ? [] : [path === null ? 'same path' : pathText(path)];
  return [...graphs, states, ...paths].join(' · ');
}

/** `draft, remarks and 3 more`. */
function keysText(keys: readonly DifferentKey[]): string {
  const names = keys.slice(0, MOST_KEYS).map(({ key }) => key);
  const rest = keys.length - names.length;
  return rest > 0 ? `${names.join(', ')} and ${rest} more` : names.join(', ');
}

function pathText(path: ComparedPair): string {
  const { here, there } = path;
  if (here === null) return `goes on there, with ${stepsText(there)}`;
  if (there === null) return `goes on here, with ${stepsText(here)}`;
  return `paths part at ${placeText(path)}: ${madeText(here)} here, ${madeText(there)} there`;
}

function stepsText(step: ComparedPair['here']): string {
  return step === null ? 'nothing' : `step ${step.step}, ${madeText(step)}`;
}

function placeText({ here, there }: ComparedPair): string {
  return `step ${here?.step ?? there?.step}`;
}

function madeText({ source, nodes }: NonNullable<ComparedPair['here']>): string {
  if (source !== 'loop') return source === 'update' ? 'an edit' : source === 'fork' ? 'a fork' : 'an input';
  return [...new Set(nodes)].join(', ') || 'the start';
}
