import type { Invocation } from '../invocation';
import { readShown } from '../output';

/** The state that a run begins with, for streams of values. */
export function emitState(run: Invocation): void {
  // What an entrypoint's last run returned is not this one's answer.
  if (run.blueprint.isFunctional || !run.sink.wants('values')) return;
  run.sink.emit('values', readShown(run.blueprint, run.state.channels));
}
