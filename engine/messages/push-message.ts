import { currentTask } from '../control/task-context';
import { EngineError, InvalidUpdateError } from '../errors';
import type { LangGraphRunnableConfig } from '../graph/runtime';
import type { MessageLike } from '../stream/message-stream';
import { emitMessage } from '../stream/message-stream';
import { messageOf } from './coerce';
import type { BaseMessage, BaseMessageLike } from './message';

export interface PushMessageOptions extends LangGraphRunnableConfig {
  /** The state key that gets the message when the node is done; null for none. Default: `messages`. */
  stateKey?: string | null;
}

/**
 * Sends a message to streams of mode `messages` before the node is done, and writes it to the state when it is. Discarded
 * with the node's other writes when the node fails.
 * @param options the node's second argument, for code that runs where async context is lost
 * @throws InvalidUpdateError for a message without an id; EngineError `OUTSIDE_NODE` when nothing could take the write
 */
export function pushMessage<Message = BaseMessage>(
  message: Message | BaseMessageLike,
  options: PushMessageOptions = {},
): Message {
  const { stateKey = 'messages', ...config } = options;
  const pushed = messageOf(message);
  if (typeof pushed.id !== 'string') {
    throw new InvalidUpdateError(
      'INVALID_INPUT',
      'pushMessage() needs a message with an id, so that the stream and the state show the same one; give it an id.',
    );
  }
  const task = currentTask();
  if (!task && stateKey !== null) {
    throw new EngineError(
      'OUTSIDE_NODE',
      'pushMessage() was called outside of a node, where no state takes the message; call it inside a node, or with stateKey: null.',
    );
  }
  emitMessage(config.callbacks ? config : (task?.runtime ?? config), pushed as MessageLike);
  if (task && stateKey !== null) task.pushed = [...(task.pushed ?? []), [stateKey, pushed]];
  return pushed as Message;
}
