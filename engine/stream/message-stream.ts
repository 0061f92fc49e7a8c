import type { CallbackHandler } from '../callbacks/handler';
import { managerOf } from '../callbacks/trace';
import { isCommand } from '../control/command';
import type { EventSink } from './stream-mode';
import { TracedSink } from './traced-sink';

/** A LangChain message, by shape. */
export interface MessageLike {
  id?: string | undefined;
  lc_kwargs?: Record<string, unknown>;
  tool_call_id?: string;
}

interface TracedRun {
  sink: EventSink;
  metadata: Record<string, unknown>;
  /** The id that all parts of the model's message get. */
  messageId: string | undefined;
  hasStreamed: boolean;
}

const UNSTREAMED_TAGS = ['nostream', 'langsmith:nostream'];
const HIDDEN_TAG = 'langsmith:hidden';

/**
 * The `messages` mode: listens to the chat models that nodes call, and to what nodes return. Each event is
 * `[message or part of one, metadata]`; a message that was told already, or came with the input, is not told again.
 */
export class MessageStream implements CallbackHandler {
  /** LangGraph's name for it: libraries look a stream of messages up by it. */
  readonly name = 'StreamMessagesHandler';
  /** Models stream when a handler asks for it, even when they are merely invoked. */
  readonly lc_prefer_streaming = true;
  readonly awaitHandlers = true;
  private readonly sink: TracedSink;
  private readonly runs = new Map<string, TracedRun>();
  private readonly toldIds = new Set<string>();

  constructor(sink: EventSink) {
    this.sink = new TracedSink(sink);
  }

  handleChatModelStart(
    _model: unknown,
    _messages: unknown,
    runId: string,
    _parent?: string,
    _extra?: unknown,
    tags?: string[],
    metadata?: Record<string, unknown>,
    name?: string,
  ): void {
    if (tags?.some((tag) => UNSTREAMED_TAGS.includes(tag))) return;
    this.begin(runId, tags, metadata, name);
  }

  handleLLMNewToken(
    token: string,
    _index: unknown,
    runId: string,
    _parent?: string,
    _tags?: string[],
    fields?: { chunk?: { message?: unknown } },
  ): void {
    const run = this.runs.get(runId);
    if (!run) return;
    run.hasStreamed = true;
    const part = fields?.chunk?.message;
    const message: MessageLike = isMessage(part) ? part : new TextPart(token);
    if (!message.id || message.id === `run-${runId}`) {
      setId(message, run.messageId ?? message.id ?? `run-${runId}`);
    }
    run.messageId ??= message.id;
    this.tell(run, message);
  }

  handleLLMEnd(output: { generations?: { message?: unknown }[][] }, runId: string): void {
    const run = this.runs.get(runId);
    this.runs.delete(runId);
    if (!run || run.hasStreamed) return;
    const message = output.generations?.[0]?.[0]?.message;
    if (!isMessage(message) || this.wasTold(message)) return;
    if (!message.id) setId(message, `run-${runId}`);
    this.tell(run, message);
  }

  handleLLMError(_error: unknown, runId: string): void {
    this.runs.delete(runId);
  }

  handleChainStart(
    _chain: unknown,
    inputs: unknown,
    runId: string,
    _parent?: string,
    tags?: string[],
    metadata?: Record<string, unknown>,
    _runType?: string,
    name?: string,
  ): void {
    this.sink.noteStart(metadata);
    if (!metadata || name !== metadata.langgraph_node || tags?.includes(HIDDEN_TAG)) return;
    if (!this.begin(runId, tags, metadata, name)) return;
    for (const message of messagesIn(inputs)) if (message.id) this.toldIds.add(message.id);
  }

  handleChainEnd(outputs: unknown, runId: string): void {
    const run = this.runs.get(runId);
    this.runs.delete(runId);
    if (!run) return;
    let index = 0;
    for (const message of messagesIn(outputs)) {
      if (!this.wasTold(message)) {
        if (!message.id) setId(message, idOfOutput(message, runId, index));
        this.tell(run, message);
      }
      index += 1;
    }
  }

  handleChainError(_error: unknown, runId: string): void {
    this.runs.delete(runId);
  }

  /** A message that a node sends on its own; it is not told again when the node returns it. */
  push(message: MessageLike, metadata: Record<string, unknown>): void {
    const sink = this.sink.of(metadata);
    if (sink.wants('messages')) this.tell({ sink, metadata }, message);
  }

  private begin(
    runId: string,
    tags: string[] | undefined,
    metadata: Record<string, unknown> | undefined,
    name: string | undefined,
  ): boolean {
    if (!metadata) return false;
    const sink = this.sink.of(metadata);
    if (!sink.wants('messages')) return false;
    const described = { tags, ...(name !== undefined && { name }), ...metadata };
    this.runs.set(runId, { sink, metadata: described, messageId: undefined, hasStreamed: false });
    return true;
  }

  private wasTold({ id }: MessageLike): boolean {
    return id !== undefined && this.toldIds.has(id);
  }

  private tell({ sink, metadata }: Pick<TracedRun, 'sink' | 'metadata'>, message: MessageLike): void {
    if (message.id) this.toldIds.add(message.id);
    sink.emit('messages', [message, metadata]);
  }
}

/**
 * Sends a message to whoever streams `messages`, as coming from the node whose config this is. For `pushMessage`.
 * @param config what the node got, or a runnable that it called
 */
export function emitMessage(
  config: { callbacks?: object | undefined; metadata?: Record<string, unknown> },
  message: MessageLike,
): void {
  for (const handler of managerOf(config.callbacks).handlers) {
    if (handler instanceof MessageStream) handler.push(message, config.metadata ?? {});
  }
}

/** The messages that a node got or gave: in a record's values, in lists, in Commands. */
function* messagesIn(value: unknown): Generator<MessageLike> {
  if (isCommand(value)) yield* messagesIn(value.update);
  else if (isMessage(value)) yield value;
  else if (Array.isArray(value)) {
    const areUpdates = value.some(isCommand);
    for (const item of value) {
      if (areUpdates) yield* messagesIn(item);
      else if (isMessage(item)) yield item;
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const item of Object.values(value)) {
      if (Array.isArray(item)) yield* messagesIn(item);
      else if (isMessage(item)) yield item;
    }
  }
}

function isMessage(value: unknown): value is MessageLike {
  return (
    typeof value === 'object' && value !== null && typeof (value as { _getType?: unknown })._getType === 'function'
  );
}

function idOfOutput(message: MessageLike, runId: string, index: number): string {
  return message.tool_call_id === undefined ? `run-${runId}-out-${index}` : `run-${runId}-tool-${message.tool_call_id}`;
}

/** A message keeps the id that it was told with: the state must show the same message. */
function setId(message: MessageLike, id: string): void {
  if (Object.isFrozen(message)) return;
  message.id = id;
  if (message.lc_kwargs) message.lc_kwargs.id = id;
}

/** A part of an answer from a model that reports bare text instead of messages. */
class TextPart implements MessageLike {
  readonly type = 'ai';
  id: string | undefined;
  readonly content: string;

  constructor(content: string, id?: string) {
    this.content = content;
    this.id = id;
  }

  get text(): string {
    return this.content;
  }

  getType(): string {
    return this.type;
  }

  _getType(): string {
    return this.type;
  }

  concat(next: { content: unknown }): TextPart {
    return new TextPart(this.content + String(next.content), this.id);
  }
}
