import { jsonSerializer } from '../../checkpoint/serializer';
import { StoredMessage } from '../../messages/stored-message';

const encoder = new TextEncoder();

/** A chat message as it comes out of a saver. @param className its class in LangChain, such as `AIMessage` */
export function message(
  className: string,
  { type, ...fields }: { type: string; [field: string]: unknown },
): StoredMessage {
  return StoredMessage.of(className, type, fields);
}

/** A value from the JSON that savers store it as, for what has no shorter form in code. @throws EngineError UNREADABLE_VALUE */
export function stored(json: unknown): unknown {
  return jsonSerializer.decode(encoder.encode(`T${JSON.stringify(json)}`));
}
