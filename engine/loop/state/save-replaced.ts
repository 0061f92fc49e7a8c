import type { Channel } from '../../channels/channel';
import { NULL_TASK_ID } from '../../channels/names';
import { nextVersion } from '../../checkpoint/version';
import { UnknownStateKeyError } from '../../errors';
import type { Blueprint } from '../../graph/blueprint';
import { storedCommandWrites } from '../entry/command-writes';
import type { RunOptions } from '../entry/start-run';
import { configAt } from '../invocation';
import { checkpointIdOf, type LoopState } from '../loop-state';
import { planTasks } from '../plan';
import { saveStep } from '../save';
import type { SavedValue } from './channel-replay';
import { openForUpdate, type UpdatedConfig, updatedConfig } from './save-update';

/**
 * Forks the checkpoint that the config names, with some channels as they are given. Unlike an update it acts as no node:
 * no reducer and no router is called, and what was to run next is what runs next. What Commands wrote on the checkpoint
 * waits on the fork, too.
 * @throws UnknownStateKeyError; CheckpointNotFoundError
 */
export async function saveReplaced(
  options: RunOptions,
  replaced: Readonly<Record<string, SavedValue>>,
): Promise<UpdatedConfig> {
  const configurable = { ...options.config.configurable, fork: true };
  const { run, store, position } = await openForUpdate({ ...options, config: { ...options.config, configurable } });
  replaceChannels(run.blueprint, run.state, replaced);
  const next = planTasks(run.blueprint, run.state);
  await saveStep(run, { source: 'update', ran: [], next });
  const commands = position.tuple ? storedCommandWrites(position.tuple) : [];
  if (commands.length > 0) {
    await store.saver.putWrites(configAt(store, checkpointIdOf(run.state)), commands, NULL_TASK_ID);
  }
  return updatedConfig(run, store, next);
}

function replaceChannels(
  { channels: definitions, stateKeys }: Blueprint,
  state: LoopState,
  replaced: Readonly<Record<string, SavedValue>>,
): void {
  const channels = new Map<string, Channel>(state.channels);
  const version = nextVersion(state.lastVersion, state.suffix as string);
  for (const [name, saved] of Object.entries(replaced)) {
    const channel = stateKeys.includes(name) ? definitions.get(name)?.fresh() : undefined;
    if (channel === undefined) throw unknownKey(name, stateKeys);
    if (saved !== null) channel.restore(saved.value);
    channels.set(name, channel);
    state.versions[name] = version;
    state.unsaved.add(name);
    state.transient = state.transient.filter((other) => other !== name);
    if (channel.isTransient && channel.isAvailable) state.transient.push(name);
  }
  state.channels = channels;
  state.lastVersion = version;
}

function unknownKey(name: string, known: readonly string[]): UnknownStateKeyError {
  return new UnknownStateKeyError(
    `The graph has no state key "${name}", so no fork can have another value of it. It has: ${known.join(', ')}.`,
  );
}
