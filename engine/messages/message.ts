/**
 * Names the class or type of messages that a project uses, for the types of `MessagesAnnotation` and `MessagesValue`:
 *
 * `declare module 'retrograph' { interface MessageTypes { message: import('@langchain/core/messages').BaseMessage } }`
 */
// biome-ignore lint/suspicious/noEmptyInterface: there to be extended.
export interface MessageTypes {}

/** One message of a chat. Plain data by default; see `MessageTypes`. */
export type BaseMessage = MessageTypes extends { message: infer Message } ? Message : PlainMessage;

/** LangChain's kinds. */
export type MessageType = 'human' | 'ai' | 'system' | 'tool' | 'function' | 'generic' | 'remove' | (string & {});

/** What a chat's message holds. LangChain's message classes have this shape too. */
export interface PlainMessage {
  id?: string | undefined;
  readonly type: MessageType;
  content: string | readonly MessagePart[];
  /** Kept from messages that were given with one. */
  role?: string;
  name?: string | undefined;
  tool_calls?: readonly ToolCall[] | undefined;
  /** On a tool's message: the call that it answers. */
  tool_call_id?: string;
  additional_kwargs?: object;
  response_metadata?: object;
}

export interface MessagePart {
  type: string;
  text?: string;
}

export interface ToolCall {
  id?: string | undefined;
  name: string;
  args: Record<string, unknown>;
  type?: 'tool_call' | undefined;
}

/** Whatever can stand for a message: a message, its text (the user's), `[role, text]`, or an object with role or type. */
export type BaseMessageLike =
  | BaseMessage
  | PlainMessage
  | RemoveMessage
  | string
  | readonly [role: string, content: string | readonly MessagePart[]]
  | { readonly role: string; readonly content: string | readonly MessagePart[]; readonly id?: string | undefined }
  | { readonly type: string; readonly content?: string | readonly MessagePart[]; readonly id?: string | undefined };

/** What a key of messages takes: one, or a list. */
export type Messages = BaseMessageLike | readonly BaseMessageLike[];

/** As the id of a `RemoveMessage`: everything before it goes. */
export const REMOVE_ALL_MESSAGES = '__remove_all__';

/** Written to a key of messages, takes the message with this id out. LangChain's class of that name does the same. */
export class RemoveMessage {
  readonly type = 'remove';
  readonly id: string;

  constructor({ id }: { id: string }) {
    this.id = id;
  }
}
