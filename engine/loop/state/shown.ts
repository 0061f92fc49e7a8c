import type { Channel } from '../../channels/channel';
import { END } from '../../channels/names';
import type { Blueprint } from '../../graph/blueprint';
import { readShown } from '../output';

/**
 * What a state shows whose channels hold these values, as stored: the same as `snapshotOf` of their checkpoint, shared and
 * frozen. Channels that are left out are as a fresh one, so that a part of a state shows as that part.
 */
export function shownOf(blueprint: Blueprint, channelValues: Readonly<Record<string, unknown>>): unknown {
  const channels = new Map<string, Channel>();
  for (const name of blueprint.isFunctional ? [END] : blueprint.stateKeys) {
    const channel = blueprint.channels.get(name)?.fresh();
    if (channel === undefined) continue;
    if (Object.hasOwn(channelValues, name)) channel.restore(channelValues[name]);
    channels.set(name, channel);
  }
  return readShown(blueprint, channels);
}
