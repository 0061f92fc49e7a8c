import { detach } from '../channels/detach';
import { PREVIOUS } from '../channels/names';
import { EngineError } from '../errors';
import { enclosingFrame } from '../loop/task/task-frame';

/**
 * What the entrypoint's last run on this thread returned, or saved with `entrypoint.final`; undefined in the first. The
 * caller's own copy.
 * @throws EngineError OUTSIDE_NODE
 */
export function getPreviousState<State>(): State {
  const frame = enclosingFrame();
  if (!frame) {
    throw new EngineError('OUTSIDE_NODE', 'getPreviousState() was called outside of a run; call it in an entrypoint.');
  }
  return detach(frame.run.state.channels.get(PREVIOUS)?.read()) as State;
}
