import { Annotation } from '../graph/annotation';
import { DeltaValue } from '../graph/delta-value';
import { ReducedValue } from '../graph/reduced-value';
import type { StandardSchema } from '../graph/standard-schema';
import type { BaseMessage, Messages } from './message';
import { messagesDeltaReducer, messagesStateReducer } from './messages-reducer';

/** A state with one key, `messages`; spread its `spec` into an `Annotation.Root` to have more. */
export const MessagesAnnotation = Annotation.Root({
  messages: Annotation<BaseMessage[], Messages>({ reducer: messagesStateReducer, default: () => [] }),
});

const MESSAGE = { type: 'object', properties: { id: { type: 'string' }, type: { type: 'string' }, content: {} } };

/** What is no message is refused by the reducer, with a message of its own. */
function messagesSchema<Input, Output>(makeDefault?: () => Output): StandardSchema<Input, Output> {
  return {
    '~standard': {
      vendor: 'retrograph',
      validate: (value) => ({ value: (value ?? makeDefault?.()) as Output }),
      jsonSchema: {
        input: () => ({ anyOf: [{ type: 'array', items: MESSAGE }, MESSAGE, { type: 'string' }] }),
        output: () => ({ type: 'array', items: MESSAGE }),
      },
    },
  };
}

const valueSchema = messagesSchema<unknown, BaseMessage[]>(() => []);
const inputSchema = messagesSchema<unknown, Messages>();
const jsonSchemaExtra = { langgraph_type: 'messages', description: 'The messages of a chat' };

/** A key of a `StateSchema` that holds a chat: see `messagesStateReducer`. */
export const MessagesValue = new ReducedValue<BaseMessage[], Messages>(valueSchema, {
  inputSchema,
  reducer: messagesStateReducer,
  jsonSchemaExtra,
});

/** For files written for LangGraph.js, where it is the cheaper one; here `MessagesValue` costs as little. */
export const MessagesDeltaValue = new DeltaValue<BaseMessage[], Messages>(valueSchema, {
  inputSchema,
  reducer: messagesDeltaReducer,
  jsonSchemaExtra,
});
