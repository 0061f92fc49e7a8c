import type { Channel } from '../channels/channel';
import { detach } from '../channels/detach';
import { END } from '../channels/names';
import { INTERRUPT_KEY } from '../control/interrupt';
import type { Blueprint } from '../graph/blueprint';
import type { Invocation } from './invocation';
import { readValues } from './read';
import type { RunOutcome } from './run-loop';

/** What a state shows: all its keys, or what an entrypoint returned, null before it did. Shared and frozen. */
export function readShown(blueprint: Blueprint, channels: ReadonlyMap<string, Channel>): unknown {
  return blueprint.isFunctional ? readResult(channels) : readValues(channels, blueprint.stateKeys);
}

/** The same of a run's result: a graph's output keys. */
export function readOutput(blueprint: Blueprint, channels: ReadonlyMap<string, Channel>): unknown {
  return blueprint.isFunctional ? readResult(channels) : readValues(channels, blueprint.outputKeys);
}

function readResult(channels: ReadonlyMap<string, Channel>): unknown {
  const result = channels.get(END);
  return result?.isAvailable ? result.read() : null;
}

/** What `invoke` answers, the caller's own copy; with the questions of a run that stopped, none at a breakpoint. */
export function answerOf({ blueprint, state }: Invocation, { interrupts }: RunOutcome): unknown {
  const asked = interrupts && { [INTERRUPT_KEY]: detach(interrupts) };
  // What an entrypoint's last run returned is not this one's answer.
  if (blueprint.isFunctional && interrupts) return asked;
  const output = detach(readOutput(blueprint, state.channels));
  return asked ? { ...(output as object), ...asked } : output;
}
