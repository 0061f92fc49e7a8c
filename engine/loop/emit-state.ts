import type { Invocation } from './invocation';
import { readValues } from './read';

/** The state that a run begins with, for streams of values. */
export function emitState(run: Invocation): void {
  if (run.sink.wants('values')) run.sink.emit('values', readValues(run.state.channels, run.blueprint.stateKeys));
}
