import { runId } from '../checkpoint/ids';
import type { CallbackHandler } from './handler';
import { methodOf, notify } from './handler';
import { RunManager } from './run-manager';

/**
 * Starts runs for its handlers: LangChain's CallbackManager by shape, so that its models and tools take it as `callbacks`
 * and know which run they belong to (a list of handlers, which they take too, can't tell them).
 */
export class CallbackManager {
  readonly name = 'callback_manager';
  handlers: CallbackHandler[] = [];
  inheritableHandlers: CallbackHandler[] = [];
  tags: string[] = [];
  inheritableTags: string[] = [];
  metadata: Record<string, unknown> = {};
  inheritableMetadata: Record<string, unknown> = {};
  _parentRunId: string | undefined;

  constructor(parentRunId?: string) {
    this._parentRunId = parentRunId;
  }

  getParentRunId(): string | undefined {
    return this._parentRunId;
  }

  addHandler(handler: CallbackHandler, inherit = true): void {
    this.handlers.push(handler);
    if (inherit) this.inheritableHandlers.push(handler);
  }

  removeHandler(handler: CallbackHandler): void {
    this.handlers = this.handlers.filter((other) => other !== handler);
    this.inheritableHandlers = this.inheritableHandlers.filter((other) => other !== handler);
  }

  setHandlers(handlers: readonly CallbackHandler[], inherit = true): void {
    this.handlers = [];
    this.inheritableHandlers = [];
    for (const handler of handlers) this.addHandler(handler, inherit);
  }

  setHandler(handler: CallbackHandler): void {
    this.setHandlers([handler]);
  }

  addTags(tags: readonly string[], inherit = true): void {
    this.removeTags(tags);
    this.tags.push(...tags);
    if (inherit) this.inheritableTags.push(...tags);
  }

  removeTags(tags: readonly string[]): void {
    this.tags = this.tags.filter((tag) => !tags.includes(tag));
    this.inheritableTags = this.inheritableTags.filter((tag) => !tags.includes(tag));
  }

  addMetadata(metadata: Record<string, unknown>, inherit = true): void {
    this.metadata = { ...this.metadata, ...metadata };
    if (inherit) this.inheritableMetadata = { ...this.inheritableMetadata, ...metadata };
  }

  removeMetadata(metadata: Record<string, unknown>): void {
    for (const key of Object.keys(metadata)) {
      delete this.metadata[key];
      delete this.inheritableMetadata[key];
    }
  }

  copy(additional: readonly CallbackHandler[] = [], inherit = true): CallbackManager {
    const copy = new CallbackManager(this._parentRunId);
    copy.handlers = [...this.handlers];
    copy.inheritableHandlers = [...this.inheritableHandlers];
    copy.tags = [...this.tags];
    copy.inheritableTags = [...this.inheritableTags];
    copy.metadata = { ...this.metadata };
    copy.inheritableMetadata = { ...this.inheritableMetadata };
    for (const handler of additional) copy.addHandler(handler, inherit);
    return copy;
  }

  /** The manager for what runs inside of one of its runs. */
  childOf(run: string): CallbackManager {
    const child = new CallbackManager(run);
    child.setHandlers(this.inheritableHandlers);
    child.addTags(this.inheritableTags);
    child.addMetadata(this.inheritableMetadata);
    return child;
  }

  async handleChainStart(
    chain: unknown,
    inputs: unknown,
    id: string = runId(),
    runType?: string,
    _tags?: string[],
    _metadata?: Record<string, unknown>,
    runName?: string,
    _parent?: string,
    extra?: unknown,
  ): Promise<RunManager> {
    const { handlers, _parentRunId, tags, metadata } = this;
    const args = [chain, inputs, id, _parentRunId, tags, metadata, runType, runName, extra];
    await notify(handlers, 'ignoreChain', 'handleChainStart', ...args);
    return new RunManager(id, this);
  }

  async handleToolStart(
    tool: unknown,
    input: unknown,
    id: string = runId(),
    _parent?: string,
    _tags?: string[],
    _metadata?: Record<string, unknown>,
    runName?: string,
    toolCallId?: string,
  ): Promise<RunManager> {
    const { handlers, _parentRunId, tags, metadata } = this;
    const text = typeof input === 'string' ? input : JSON.stringify(input);
    const args = [tool, text, id, _parentRunId, tags, metadata, runName, toolCallId];
    await notify(handlers, 'ignoreAgent', 'handleToolStart', ...args);
    return new RunManager(id, this);
  }

  async handleRetrieverStart(
    retriever: unknown,
    query: string,
    id: string = runId(),
    _parent?: string,
    _tags?: string[],
    _metadata?: Record<string, unknown>,
    runName?: string,
  ): Promise<RunManager> {
    const { handlers, _parentRunId, tags, metadata } = this;
    const args = [retriever, query, id, _parentRunId, tags, metadata, runName];
    await notify(handlers, 'ignoreRetriever', 'handleRetrieverStart', ...args);
    return new RunManager(id, this);
  }

  handleLLMStart(
    model: unknown,
    prompts: readonly string[],
    id?: string,
    _parent?: string,
    extra?: unknown,
    _tags?: string[],
    _metadata?: Record<string, unknown>,
    runName?: string,
  ): Promise<RunManager[]> {
    return this.startModelRuns(prompts, id, async (prompt, run) => {
      const { handlers, _parentRunId, tags, metadata } = this;
      const args = [model, [prompt], run, _parentRunId, extra, tags, metadata, runName];
      await notify(handlers, 'ignoreLLM', 'handleLLMStart', ...args);
    });
  }

  handleChatModelStart(
    model: unknown,
    batches: readonly unknown[][],
    id?: string,
    _parent?: string,
    extra?: unknown,
    _tags?: string[],
    _metadata?: Record<string, unknown>,
    runName?: string,
  ): Promise<RunManager[]> {
    return this.startModelRuns(batches, id, async (messages, run) => {
      const { _parentRunId, tags, metadata } = this;
      const rest = [run, _parentRunId, extra, tags, metadata, runName];
      const isForChat = (handler: CallbackHandler) => methodOf(handler, 'handleChatModelStart') !== undefined;
      const chat = this.handlers.filter(isForChat);
      const textual = this.handlers.filter((handler) => !isForChat(handler));
      await notify(chat, 'ignoreLLM', 'handleChatModelStart', model, [messages], ...rest);
      await notify(textual, 'ignoreLLM', 'handleLLMStart', model, [transcript(messages)], ...rest);
    });
  }

  async handleCustomEvent(name: string, payload: unknown, id?: string): Promise<void> {
    const { handlers, tags, metadata } = this;
    await notify(handlers, 'ignoreCustomEvent', 'handleCustomEvent', name, payload, id, tags, metadata);
  }

  /** One run for each input; the first takes the id that the caller chose. */
  private startModelRuns<Input>(
    inputs: readonly Input[],
    id: string | undefined,
    tell: (input: Input, run: string) => Promise<void>,
  ): Promise<RunManager[]> {
    return Promise.all(
      inputs.map(async (input, index) => {
        const run = index === 0 && id ? id : runId();
        await tell(input, run);
        return new RunManager(run, this);
      }),
    );
  }
}

/** Messages as one text, for handlers that know prompts only. */
function transcript(messages: readonly unknown[]): string {
  const line = (message: unknown) => {
    const { type, content } = message as { type?: unknown; content?: unknown };
    return `${String(type)}: ${typeof content === 'string' ? content : JSON.stringify(content)}`;
  };
  return messages.map(line).join('\n');
}
