import { CallbackManager } from '../callbacks/callback-manager';
import type { CallbackHandler } from '../callbacks/handler';

/** What LangChain's models take from the config that they are given. */
export interface FakeModelConfig {
  callbacks?: object | undefined;
  tags?: string[];
  metadata?: Record<string, unknown>;
}

/** A message as LangChain's classes look from outside. */
export class FakeMessage {
  id: string | undefined;
  readonly content: string;
  readonly lc_kwargs: Record<string, unknown>;

  constructor(content: string, id?: string) {
    this.content = content;
    this.id = id;
    this.lc_kwargs = { content, id };
  }

  _getType(): string {
    return 'ai';
  }
}

const STORAGE = Symbol.for('ls:tracing_async_local_storage');
const CONFIG = Symbol.for('lc:child_config');

/** Reports to callbacks in the way of LangChain's chat models, for tests without LangChain. */
export class FakeChatModel {
  private readonly parts: readonly string[];

  constructor(...parts: string[]) {
    this.parts = parts;
  }

  async invoke(messages: readonly unknown[], given?: FakeModelConfig): Promise<FakeMessage> {
    const config = { ...ambientConfig(), ...given };
    const manager = managerOf(config.callbacks);
    manager.addTags(config.tags ?? []);
    manager.addMetadata({ ...config.metadata, ls_model_type: 'chat' });
    const model = { lc: 1, type: 'not_implemented', id: ['langchain', 'chat_models', 'fake', 'FakeChatModel'] };
    const [run] = await manager.handleChatModelStart(model, [[...messages]]);
    if (!run) throw new Error('A manager starts one run for each list of messages.');
    const isStreaming = manager.handlers.some((handler) => 'lc_prefer_streaming' in handler);
    for (const part of isStreaming ? this.parts : []) {
      const chunk = { text: part, message: new FakeMessage(part) };
      await run.handleLLMNewToken(part, undefined, undefined, undefined, undefined, { chunk });
    }
    const answer = new FakeMessage(this.parts.join(''), `run-${run.runId}`);
    await run.handleLLMEnd({ generations: [[{ text: answer.content, message: answer }]] });
    return answer;
  }
}

function ambientConfig(): FakeModelConfig {
  const shared = globalThis as { [STORAGE]?: { getStore(): { extra?: Record<symbol, FakeModelConfig> } | undefined } };
  return shared[STORAGE]?.getStore()?.extra?.[CONFIG] ?? {};
}

function managerOf(callbacks: object | undefined): CallbackManager {
  if (callbacks && 'copy' in callbacks) return (callbacks as CallbackManager).copy();
  const manager = new CallbackManager();
  manager.setHandlers((callbacks as CallbackHandler[] | undefined) ?? []);
  return manager;
}
