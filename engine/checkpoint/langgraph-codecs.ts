import type { CommandFields } from '../control/command';
import { Command } from '../control/command';
import { Overwrite } from '../control/overwrite';
import type { SendOptions } from '../control/send';
import { Send } from '../control/send';
import type { Codec } from './serializer';

// What LangGraph.js's nodes and channels leave in a checkpoint. Its classes and ours bear the same name and come back as ours,
// which its engine takes for its own.

/** What LangGraph.js keeps of a DeltaChannel now and then, instead of the channel's value. */
class DeltaSnapshot {
  readonly lg_name = 'DeltaSnapshot';
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }
}

function codec<Kind extends object>(name: string, definition: Pick<Codec<Kind>, 'encode' | 'decode'>): Codec {
  const matches = (value: object): value is Kind => (value as { lg_name?: unknown }).lg_name === name;
  return { name, matches, ...definition } as unknown as Codec;
}

export const langGraphCodecs: readonly Codec[] = [
  codec<Send>('Send', {
    encode: ({ node, args, timeout }) => (timeout ? [node, args, { timeout }] : [node, args]),
    decode: (stored) => new Send(...(stored as [string, unknown, SendOptions?])),
  }),
  codec<Command>('Command', {
    encode: ({ update, goto, resume }) => ({ update, goto, resume }),
    decode: (fields) => new Command<unknown, Record<string, unknown>>(fields as CommandFields),
  }),
  codec<Overwrite>('Overwrite', {
    encode: ({ value }) => [value],
    decode: (stored) => new Overwrite((stored as [unknown])[0]),
  }),
  codec<DeltaSnapshot>('DeltaSnapshot', {
    encode: ({ value }) => [value],
    decode: (stored) => new DeltaSnapshot((stored as [unknown])[0]),
  }),
];
