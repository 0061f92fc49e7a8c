import type { CallbackManager } from './callback-manager';
import type { CallbackHandler, IgnoreFlag } from './handler';
import { notify } from './handler';

/** Reports on one run, of whichever kind: what LangChain calls a run manager. */
export class RunManager {
  readonly runId: string;
  private readonly source: CallbackManager;

  constructor(runId: string, source: CallbackManager) {
    this.runId = runId;
    this.source = source;
  }

  get parentRunId(): string | undefined {
    return this.source._parentRunId;
  }

  get _parentRunId(): string | undefined {
    return this.source._parentRunId;
  }

  get handlers(): CallbackHandler[] {
    return this.source.handlers;
  }

  get inheritableHandlers(): CallbackHandler[] {
    return this.source.inheritableHandlers;
  }

  get tags(): string[] {
    return this.source.tags;
  }

  get metadata(): Record<string, unknown> {
    return this.source.metadata;
  }

  /** What runs inside of this run reports to. */
  getChild(tag?: string): CallbackManager {
    const child = this.source.childOf(this.runId);
    if (tag !== undefined) child.addTags([tag], false);
    return child;
  }

  handleChainEnd(output: unknown, _runId?: string, _parent?: string, _tags?: string[], extra?: unknown): Promise<void> {
    return this.tell('ignoreChain', 'handleChainEnd', output, extra);
  }

  handleChainError(error: unknown, _runId?: string, _parent?: string, _tags?: string[], extra?: unknown) {
    return this.tell('ignoreChain', 'handleChainError', error, extra);
  }

  async handleLLMNewToken(
    token: string,
    index?: unknown,
    _runId?: string,
    _parent?: string,
    _tags?: string[],
    fields?: unknown,
  ): Promise<void> {
    const place = index ?? { prompt: 0, completion: 0 };
    const { handlers, runId, _parentRunId, tags } = this;
    await notify(handlers, 'ignoreLLM', 'handleLLMNewToken', token, place, runId, _parentRunId, tags, fields);
  }

  handleChatModelStreamEvent(event: unknown): Promise<void> {
    return this.tell('ignoreLLM', 'handleChatModelStreamEvent', event);
  }

  handleLLMEnd(output: unknown, _runId?: string, _parent?: string, _tags?: string[], extra?: unknown): Promise<void> {
    return this.tell('ignoreLLM', 'handleLLMEnd', output, extra);
  }

  handleLLMError(error: unknown, _runId?: string, _parent?: string, _tags?: string[], extra?: unknown): Promise<void> {
    return this.tell('ignoreLLM', 'handleLLMError', error, extra);
  }

  handleToolEvent(chunk: unknown): Promise<void> {
    return this.tell('ignoreAgent', 'handleToolEvent', chunk);
  }

  handleToolEnd(output: unknown): Promise<void> {
    return this.tell('ignoreAgent', 'handleToolEnd', output);
  }

  handleToolError(error: unknown): Promise<void> {
    return this.tell('ignoreAgent', 'handleToolError', error);
  }

  handleAgentAction(action: unknown): Promise<void> {
    return this.tell('ignoreAgent', 'handleAgentAction', action);
  }

  handleAgentEnd(action: unknown): Promise<void> {
    return this.tell('ignoreAgent', 'handleAgentEnd', action);
  }

  handleRetrieverEnd(documents: unknown): Promise<void> {
    return this.tell('ignoreRetriever', 'handleRetrieverEnd', documents);
  }

  handleRetrieverError(error: unknown): Promise<void> {
    return this.tell('ignoreRetriever', 'handleRetrieverError', error);
  }

  handleText(text: string): Promise<void> {
    return this.tell('ignoreChain', 'handleText', text);
  }

  async handleCustomEvent(name: string, payload: unknown): Promise<void> {
    const { handlers, runId, tags, metadata } = this;
    await notify(handlers, 'ignoreCustomEvent', 'handleCustomEvent', name, payload, runId, tags, metadata);
  }

  private tell(flag: IgnoreFlag, method: string, what: unknown, extra?: unknown): Promise<void> {
    return notify(this.handlers, flag, method, what, this.runId, this._parentRunId, this.tags, extra);
  }
}
