import { END, INPUT, START } from '../channels/names';
import { EngineError, GraphValidationError } from '../errors';

/** Checks what an entrypoint or a task is made of. @throws GraphValidationError, EngineError INVALID_CONFIG */
export function checkFunction(kind: 'Entrypoint' | 'Task', name: unknown, func: unknown): void {
  if (typeof name !== 'string' || name === '' || /[|:]/.test(name) || [START, END, INPUT].includes(name)) {
    throw new GraphValidationError(
      `${kind} name "${name}" is empty, reserved, or contains "|" or ":", which separate namespaces; choose another.`,
    );
  }
  if (typeof func !== 'function') {
    throw new EngineError('INVALID_CONFIG', `${kind} "${name}" needs a function as its second argument.`);
  }
  if (!/GeneratorFunction$/.test(func.constructor.name)) return;
  throw new EngineError(
    'INVALID_CONFIG',
    `${kind} "${name}" is a generator, whose steps can't be kept; return one value, and stream parts with getWriter().`,
  );
}

/** @throws EngineError INVALID_CONFIG for an option that does not exist */
export function refuseUnknownOptions(kind: string, options: object, known: readonly string[]): void {
  for (const option of Object.keys(options)) {
    if (known.includes(option)) continue;
    throw new EngineError('INVALID_CONFIG', `${kind} has no option "${option}"; the options are ${known.join(', ')}.`);
  }
}
