/**
 * Which keys of a state an expression can see, from its syntax alone: a superset, or null for any of them. What is not
 * known to look at nothing else counts as looking at everything; so does what may answer otherwise the next time.
 *
 * K1. A name anywhere in the expression may be a key of the state.
 * K2. `$` is the state only where no step of a path, filter or grouping has led on from it; `$$` always is.
 * K3. A built-in function takes the context instead of an argument that is missing: `ARGUMENTS` says how many leave none
 *     to be missing. A function of another name may be anything.
 * @param {object} tree as `jsonata(…).ast()` gives it
 * @returns {string[] | null}
 */
export function seenKeys(tree) {
  const keys = new Set();
  const bound = boundNames(tree);
  return walk(tree, true) ? [...keys] : null;

  /** False when it may see everything. `isState`: the context there is the state itself. */
  function walk(node, isState) {
    switch (node.type) {
      case 'name':
        keys.add(node.value);
        return walkRest(node, isState);
      case 'variable':
        return (node.value === '' ? !isState : bound.has(node.value)) && walkRest(node, isState);
      case 'path':
        return walkSteps(node.steps, isState) && walkRest(node, isState);
      case 'function':
        return walkCall(node, isState, 0);
      case 'apply':
        return walk(node.lhs, isState) && (node.rhs.type === 'regex' || walkCall(node.rhs, isState, 1));
      case 'lambda':
        return node.signature === undefined && !node.thunk && walkRest(node, isState);
      case 'binary':
      case 'bind':
      case 'block':
      case 'condition':
      case 'number':
      case 'regex':
      case 'sort':
      case 'string':
      case 'unary':
      case 'value':
        return walkRest(node, isState);
      default:
        return false;
    }
  }

  /** `$.key` and `$$.key` are that key of the state. */
  function walkSteps([first, second, ...others], isState) {
    const isOfState =
      first.type === 'variable' && (first.value === '$' || (first.value === '' && isState)) && isBare(first);
    if (isOfState && second?.type === 'name') return [second, ...others].every((step, at) => walk(step, at === 0));
    return [first, second, ...others].every((step, at) => step === undefined || walk(step, isState && at === 0));
  }

  function walkCall(node, isState, given) {
    const { procedure } = node;
    const isKnown =
      node.type === 'function' && procedure.type === 'variable' && Object.hasOwn(ARGUMENTS, procedure.value);
    const count = node.arguments.length + given;
    if (!isKnown || count < ARGUMENTS[procedure.value]) return false;
    return node.arguments.every((argument) => walk(argument, isState)) && walkRest(node, isState);
  }

  function walkRest(node, isState) {
    if (UNFOLLOWED.some((field) => node[field] !== undefined)) return false;
    const here = HERE.every((field) => parts(node[field]).every((part) => walk(part, isState)));
    // What filters, orders and groups sees the items.
    const items = ITEMS.flatMap((field) => parts(node[field])).flatMap((part) => partsOfItem(part));
    return here && items.every((part) => part !== null && walk(part, false));
  }
}

/** Of a node: what is evaluated in the same context, and what is evaluated on items. */
const HERE = ['lhs', 'rhs', 'expression', 'expressions', 'condition', 'then', 'else', 'body'];
const ITEMS = ['stages', 'predicate', 'group', 'terms'];
/** They bind positions and parents of items to names. */
const UNFOLLOWED = ['focus', 'index', 'ancestor', 'seekingParent', 'tuple'];

function parts(field) {
  if (field === undefined || field === null) return [];
  return (Array.isArray(field) ? field.flat() : [field]).filter((part) => typeof part === 'object');
}

function isBare(step) {
  return [...ITEMS, ...UNFOLLOWED].every((field) => step[field] === undefined);
}

/** Null for a kind of part that is not followed. */
function partsOfItem(part) {
  if (part.type === 'filter') return [part.expr];
  if (part.lhs !== undefined && part.type === undefined) return parts(part.lhs);
  if (part.descending !== undefined) return [part.expression];
  return [null];
}

/** Of variables and parameters, wherever they are bound. */
function boundNames(tree) {
  const names = new Set();
  const open = [tree];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === 'bind') names.add(node.lhs.value);
    if (node.type === 'lambda') for (const { value } of node.arguments) names.add(value);
    for (const part of Object.values(node)) if (typeof part === 'object' && part !== null) open.push(part);
  }
  names.delete('');
  names.delete('$');
  return names;
}

/** From how many arguments on a function looks at nothing but them. */
const ARGUMENTS = {
  abs: 1,
  append: 0,
  average: 0,
  boolean: 1,
  ceil: 1,
  contains: 2,
  count: 0,
  distinct: 0,
  each: 2,
  exists: 0,
  filter: 0,
  floor: 1,
  join: 0,
  keys: 1,
  length: 1,
  lookup: 2,
  lowercase: 1,
  map: 0,
  match: 3,
  max: 0,
  merge: 0,
  min: 0,
  not: 1,
  number: 1,
  pad: 3,
  power: 2,
  reduce: 0,
  replace: 4,
  reverse: 0,
  round: 2,
  sift: 2,
  single: 0,
  sort: 0,
  split: 3,
  spread: 1,
  sqrt: 1,
  string: 1,
  substring: 3,
  substringAfter: 2,
  substringBefore: 2,
  sum: 0,
  trim: 1,
  type: 0,
  uppercase: 1,
  zip: 0,
};
