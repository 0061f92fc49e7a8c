import type { CallbackHandler } from '../../callbacks/handler';
import type { Manager } from '../../callbacks/trace';

/** What LangChain's models, tools and runnables report. */
const EVENTS = ['LLM', 'ChatModel', 'Chain', 'Tool', 'Retriever'].flatMap((kind) => [
  `handle${kind}Start`,
  `handle${kind}End`,
  `handle${kind}Error`,
]);
const SINGLE_EVENTS = ['handleLLMNewToken', 'handleText', 'handleCustomEvent'];

/** A node's callbacks, with one more listener that hears of every event and calls `note`. */
export function withProgressListener(callbacks: object | undefined, note: () => void): object {
  const listener: CallbackHandler = {
    name: 'retrograph-progress',
    ...Object.fromEntries([...EVENTS, ...SINGLE_EVENTS].map((event) => [event, note])),
  };
  if (callbacks === undefined) return [listener];
  const copy = (callbacks as Manager).copy();
  copy.addHandler(listener);
  return copy;
}
