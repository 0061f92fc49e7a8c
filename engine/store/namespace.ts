import { InvalidNamespaceError } from '../errors';
import type { MatchCondition } from './operations';

interface NamespaceRules {
  /** The empty namespace stands for "everywhere"; nothing can be put there. */
  allowEmpty?: boolean;
  /** Labels under "langgraph" are the platform's own: they may be read, not put. */
  allowReservedRoot?: boolean;
}

/** Checks that a namespace is a list of labels that every store can keep. @throws InvalidNamespaceError */
export function validateNamespace(namespace: readonly string[], rules: NamespaceRules = {}): void {
  if (namespace.length === 0 && !rules.allowEmpty) {
    throw new InvalidNamespaceError(
      'A namespace needs at least one label, such as ["users", "42"]; got an empty list.',
    );
  }
  for (const label of namespace) {
    if (typeof label !== 'string') throw refusal(namespace, `the label ${String(label)} is no string`);
    if (label === '') throw refusal(namespace, 'one label is empty');
    const reserved = /[.:\0]/.exec(label)?.[0];
    if (reserved !== undefined) {
      throw refusal(namespace, `the label "${label}" contains ${reserved === '\0' ? 'a NUL' : `"${reserved}"`}`);
    }
  }
  if (namespace[0] === 'langgraph' && !rules.allowReservedRoot) {
    throw refusal(namespace, 'its first label "langgraph" is reserved');
  }
}

function refusal(namespace: readonly string[], fact: string): InvalidNamespaceError {
  const shown = namespace.map(String).join(', ');
  return new InvalidNamespaceError(
    `Namespace [${shown}] can't be used: ${fact}. Labels are texts without ".", ":" and NUL.`,
  );
}

/** `"*"` in the condition's path stands for any one label. */
export function matchesCondition(namespace: readonly string[], { matchType, path }: MatchCondition): boolean {
  if (path.length > namespace.length) return false;
  const start = matchType === 'prefix' ? 0 : namespace.length - path.length;
  return path.every((label, index) => label === '*' || label === namespace[start + index]);
}
