import type { RunnableConfig } from '../checkpoint/checkpoint';
import { EngineError } from '../errors';
import { AwaitableStream } from '../stream/awaitable-stream';
import { joinChunks } from './chunks';

/** What can be called like a LangChain Runnable: its models, prompts and chains, and our graphs. */
export interface InvokableObject<Input = never, Output = unknown> {
  invoke(input: Input, config: never): Output | Promise<Output>;
}

export type Invokable<Input = never, Output = unknown> =
  | InvokableObject<Input, Output>
  | ((input: Input, config: never) => Output | Promise<Output>);

export interface BatchOptions {
  /** Runs at a time; `maxConcurrency` of the first config goes before it. */
  maxConcurrency?: number;
  /** Puts a failed run's error in its place instead of failing altogether. */
  returnExceptions?: boolean;
}

/**
 * The surface of a LangChain Runnable over `invoke` and `stream`, so that graphs fit into its sequences.
 * LangChain itself is not needed.
 */
export abstract class GraphRunnable<Input, Output, Config extends RunnableConfig = RunnableConfig> {
  abstract name: string;

  abstract invoke(input: Input, config?: Config): Promise<Output>;

  abstract stream(input: Input, config?: Config): AwaitableStream<unknown>;

  /** By this LangChain knows what it may put into a sequence. */
  get lc_runnable(): boolean {
    return true;
  }

  get lc_serializable(): boolean {
    return false;
  }

  get lc_namespace(): string[] {
    return ['langgraph', 'pregel'];
  }

  get lc_id(): string[] {
    return [...this.lc_namespace, 'CompiledStateGraph'];
  }

  getName(suffix = ''): string {
    return `${this.name}${suffix}`;
  }

  /**
   * Runs several inputs and answers the results in their order. After a failure no further run begins.
   * @param config one for all, or one for each; a single `runId` is used for the first run only
   */
  batch(
    inputs: Input[],
    config?: Config | Config[],
    options?: BatchOptions & { returnExceptions?: false },
  ): Promise<Output[]>;
  batch(inputs: Input[], config?: Config | Config[], options?: BatchOptions): Promise<(Output | Error)[]>;
  async batch(inputs: Input[], config?: Config | Config[], options: BatchOptions = {}): Promise<(Output | Error)[]> {
    const configs = configsFor(inputs.length, config);
    const results: (Output | Error)[] = new Array(inputs.length);
    let next = 0;
    const drain = async (): Promise<void> => {
      while (next < inputs.length) {
        const index = next++;
        try {
          results[index] = await this.invoke(inputs[index] as Input, configs[index]);
        } catch (error) {
          if (!options.returnExceptions) {
            next = inputs.length;
            throw error;
          }
          results[index] = error as Error;
        }
      }
    };
    const limit = configs[0]?.maxConcurrency ?? options.maxConcurrency ?? inputs.length;
    await Promise.all(Array.from({ length: Math.min(limit, inputs.length) }, drain));
    return results;
  }

  /** Collects a stream of parts of one input, then streams the run of it. */
  async *transform(parts: AsyncIterable<Input>, config?: Config): AsyncGenerator<unknown> {
    let input: unknown;
    for await (const part of parts) input = input === undefined ? part : joinChunks(input, part);
    yield* this.stream(input as Input, config);
  }

  /** This, and then `next` with what it gave. */
  pipe<Next>(next: Invokable<Output, Next>): GraphRunnable<Input, Next, Config> {
    return new Sequence(this, next);
  }
}

class Sequence<Input, Between, Output, Config extends RunnableConfig> extends GraphRunnable<Input, Output, Config> {
  name = 'RunnableSequence';
  private readonly first: GraphRunnable<Input, Between, Config>;
  private readonly next: Invokable<Between, Output>;

  constructor(first: GraphRunnable<Input, Between, Config>, next: Invokable<Between, Output>) {
    super();
    this.first = first;
    this.next = next;
  }

  async invoke(input: Input, config?: Config): Promise<Output> {
    const between = await this.first.invoke(input, config);
    return callableOf(this.next)(between, config as never);
  }

  stream(input: Input, config?: Config): AwaitableStream<Output> {
    return new AwaitableStream(this.result(input, config));
  }

  private async *result(input: Input, config?: Config): AsyncGenerator<Output, undefined, undefined> {
    yield await this.invoke(input, config);
  }
}

export function isInvokable(value: unknown): value is InvokableObject {
  return typeof value === 'object' && value !== null && typeof (value as { invoke?: unknown }).invoke === 'function';
}

/** A function for what may be a function or a Runnable. */
export function callableOf<Input, Output>(
  invokable: Invokable<Input, Output>,
): (input: Input, config: never) => Output | Promise<Output> {
  if (typeof invokable === 'function') return invokable;
  return (input, config) => invokable.invoke(input, config);
}

function configsFor<Config extends RunnableConfig>(count: number, config: Config | Config[] | undefined): Config[] {
  if (Array.isArray(config)) {
    if (config.length === count) return config;
    throw new EngineError(
      'INVALID_CONFIG',
      `batch() got ${count} inputs and ${config.length} configs; give one config for all, or as many as inputs.`,
    );
  }
  const shared = config ?? ({} as Config);
  return Array.from({ length: count }, (_, index) => (index === 0 ? shared : { ...shared, runId: undefined }));
}
