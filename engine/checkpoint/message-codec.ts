import { StoredMessage } from '../messages/stored-message';
import type { Codec } from './serializer';

/** Classes of messages by name, as `@langchain/core/messages` exports them beside other things. */
export type MessageClasses = Record<string, unknown>;

/**
 * Stores messages of LangChain's classes, known by their shape. They come back as instances of `classes`, which may be filled
 * later, else as `StoredMessage`s, which LangChain's own `instanceof` and its models take for theirs.
 */
export function messageCodec(classes: MessageClasses): Codec {
  const codec: Codec<LangChainMessage> = {
    name: 'langchain.message',
    matches: isLangChainMessage,
    encode: (message) => [classNameOf(message), typeOf(message), fieldsOf(message)],
    decode: (stored) => {
      const [className, type, fields] = stored as [string, string, Record<string, unknown>];
      const known = classes[className] as (new (fields: object) => LangChainMessage) | undefined;
      return known === undefined ? StoredMessage.of(className, type, fields) : new known(fields);
    },
  };
  return codec as unknown as Codec;
}

interface LangChainMessage {
  lc_serializable: boolean;
  lc_id?: readonly string[];
  type?: string;
  getType?(): string;
  _getType?(): string;
}

function isLangChainMessage(value: object): value is LangChainMessage {
  const { lc_serializable, getType, _getType } = value as Partial<LangChainMessage>;
  return lc_serializable === true && typeof (getType ?? _getType) === 'function';
}

/** Minified code has no class names; LangChain's classes tell theirs. */
function classNameOf(message: LangChainMessage): string {
  return message.lc_id?.at(-1) ?? message.constructor.name;
}

/** Older versions of LangChain tell it by a method alone. */
function typeOf(message: LangChainMessage): string | undefined {
  return message.type ?? message.getType?.() ?? message._getType?.();
}

/** All that it holds, without what says the same for LangChain's own serialisation. */
function fieldsOf(message: LangChainMessage): Record<string, unknown> {
  const entries = Object.entries(message).filter(([key, value]) => {
    return value !== undefined && key !== 'type' && !key.startsWith('lc_');
  });
  return Object.fromEntries(entries);
}
