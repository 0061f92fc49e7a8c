import type { CallbackHandler } from '../callbacks/handler';

/** What happened in a run: LangChain's schema of events, version 2. */
export interface RunEvent {
  /** `on_<kind>_<start | stream | end>`, kinds being chain, chat_model, llm, tool and retriever; or `on_custom_event`. */
  event: string;
  /** Of the graph, the node, the model or the tool; of a custom event, its own. */
  name: string;
  run_id: string;
  tags: string[];
  metadata: Record<string, unknown>;
  data: unknown;
}

/** Which runs are told of: those that one of the includes names, or all; never those that an exclude names. */
export interface EventFilter {
  includeNames?: readonly string[];
  includeTypes?: readonly string[];
  includeTags?: readonly string[];
  excludeNames?: readonly string[];
  excludeTypes?: readonly string[];
  excludeTags?: readonly string[];
}

type RunKind = 'chain' | 'chat_model' | 'llm' | 'tool' | 'retriever';

interface NotedRun {
  kind: RunKind;
  name: string;
  tags: string[];
  metadata: Record<string, unknown>;
  input: unknown;
}

interface Generation {
  text?: string;
  generationInfo?: unknown;
  message?: unknown;
}

/** Turns what callbacks report into events. The first run that it hears of is the graph's. */
export class RunEvents implements CallbackHandler {
  /** LangChain's name for it: its runnables then show it what they stream, by `tapOutputIterable`. */
  readonly name = 'event_stream_tracer';
  readonly lc_prefer_streaming = true;
  readonly awaitHandlers = true;
  private readonly emit: (event: RunEvent) => void;
  private readonly filter: EventFilter;
  private readonly runs = new Map<string, NotedRun>();
  private graph: { id: string; run: NotedRun } | null = null;
  /** The graph's own end is told after all that it streamed. */
  private graphOutput: { output: unknown } | null = null;

  constructor(filter: EventFilter, emit: (event: RunEvent) => void) {
    this.filter = filter;
    this.emit = emit;
  }

  /** Something that the graph streams. */
  tellChunk(chunk: unknown): void {
    if (this.graph) this.tell('stream', this.graph.id, this.graph.run, { chunk });
  }

  /** To be called when the graph streams no more. */
  finish(): void {
    if (this.graph && this.graphOutput) this.tellEnd(this.graph.id, this.graph.run, this.graphOutput.output);
  }

  handleChainStart(
    chain: unknown,
    inputs: unknown,
    id: string,
    _parent?: string,
    tags?: string[],
    metadata?: Record<string, unknown>,
    _runType?: string,
    name?: string,
  ): void {
    const run = this.begin('chain', id, unwrapped(inputs, 'input'), { tags, metadata, name: name ?? nameOf(chain) });
    this.graph ??= { id, run };
  }

  handleChainEnd(outputs: unknown, id: string): void {
    const output = unwrapped(outputs, 'output');
    if (id === this.graph?.id) this.graphOutput = { output };
    else this.end(id, output);
  }

  handleChainError(_error: unknown, id: string): void {
    this.runs.delete(id);
  }

  handleChatModelStart(
    model: unknown,
    messages: unknown,
    id: string,
    _parent?: string,
    _extra?: unknown,
    tags?: string[],
    metadata?: Record<string, unknown>,
    name?: string,
  ): void {
    this.begin('chat_model', id, { messages }, { tags, metadata, name: name ?? nameOf(model) });
  }

  handleLLMStart(
    model: unknown,
    prompts: unknown,
    id: string,
    _parent?: string,
    _extra?: unknown,
    tags?: string[],
    metadata?: Record<string, unknown>,
    name?: string,
  ): void {
    this.begin('llm', id, { prompts }, { tags, metadata, name: name ?? nameOf(model) });
  }

  handleLLMNewToken(
    token: string,
    _index: unknown,
    id: string,
    _parent?: string,
    _tags?: string[],
    fields?: { chunk?: Generation },
  ): void {
    const run = this.runs.get(id);
    if (!run) return;
    const generation = fields?.chunk ?? { text: token };
    const chunk =
      run.kind === 'llm' ? generation : (generation.message ?? { type: 'ai', content: token, id: `run-${id}` });
    this.tell('stream', id, run, { chunk });
  }

  handleLLMEnd(output: { generations?: Generation[][]; llmOutput?: unknown }, id: string): void {
    const run = this.runs.get(id);
    if (run?.kind === 'chat_model') {
      this.end(id, output.generations?.find(([first]) => first)?.[0]?.message);
      return;
    }
    const generations = output.generations?.map((list) =>
      list.map(({ text, generationInfo }) => ({ text, generationInfo })),
    );
    this.end(id, { generations, llmOutput: output.llmOutput ?? {} });
  }

  handleLLMError(_error: unknown, id: string): void {
    this.runs.delete(id);
  }

  handleToolStart(
    tool: unknown,
    input: string,
    id: string,
    _parent?: string,
    tags?: string[],
    metadata?: Record<string, unknown>,
    name?: string,
  ): void {
    this.begin('tool', id, toolInput(input), { tags, metadata, name: name ?? nameOf(tool) });
  }

  handleToolEnd(output: unknown, id: string): void {
    this.end(id, output);
  }

  handleToolError(error: unknown, id: string): void {
    const run = this.take(id);
    if (run) this.tell('error', id, run, { error, input: run.input });
  }

  handleRetrieverStart(
    retriever: unknown,
    query: string,
    id: string,
    _parent?: string,
    tags?: string[],
    metadata?: Record<string, unknown>,
    name?: string,
  ): void {
    this.begin('retriever', id, { query }, { tags, metadata, name: name ?? nameOf(retriever) });
  }

  handleRetrieverEnd(documents: unknown, id: string): void {
    this.end(id, documents);
  }

  handleRetrieverError(_error: unknown, id: string): void {
    this.runs.delete(id);
  }

  handleCustomEvent(name: string, data: unknown, id: string): void {
    const run = this.runs.get(id);
    if (!run || !this.includes(run)) return;
    const { tags, metadata } = run;
    this.emit({ event: 'on_custom_event', run_id: id, name, tags, metadata, data });
  }

  /** LangChain hands over what a runnable streams, and takes it back. */
  async *tapOutputIterable<Chunk>(id: string, chunks: AsyncIterable<Chunk>): AsyncGenerator<Chunk> {
    for await (const chunk of chunks) {
      const run = this.runs.get(id);
      if (run?.kind === 'chain') this.tell('stream', id, run, { chunk });
      yield chunk;
    }
  }

  private begin(
    kind: RunKind,
    id: string,
    input: unknown,
    { name, tags = [], metadata = {} }: { name: string; tags?: string[]; metadata?: Record<string, unknown> },
  ): NotedRun {
    const run = { kind, name, tags: [...tags], metadata, input };
    this.runs.set(id, run);
    this.tell('start', id, run, { input });
    return run;
  }

  private end(id: string, output: unknown): void {
    const run = this.take(id);
    if (run) this.tellEnd(id, run, output);
  }

  private take(id: string): NotedRun | undefined {
    const run = this.runs.get(id);
    this.runs.delete(id);
    return run;
  }

  private tellEnd(id: string, run: NotedRun, output: unknown): void {
    this.tell('end', id, run, { output, input: run.input });
  }

  private tell(what: 'start' | 'stream' | 'end' | 'error', id: string, run: NotedRun, data: unknown): void {
    if (!this.includes(run)) return;
    const { kind, name, tags, metadata } = run;
    this.emit({ event: `on_${kind}_${what}`, name, run_id: id, tags, metadata, data });
  }

  private includes({ name, kind, tags }: NotedRun): boolean {
    const { includeNames, includeTypes, includeTags, excludeNames, excludeTypes, excludeTags } = this.filter;
    const isAsked =
      (!includeNames && !includeTypes && !includeTags) ||
      includeNames?.includes(name) ||
      includeTypes?.includes(kind) ||
      tags.some((tag) => includeTags?.includes(tag));
    if (!isAsked || excludeNames?.includes(name) || excludeTypes?.includes(kind)) return false;
    return !tags.some((tag) => excludeTags?.includes(tag));
  }
}

/** Reporters wrap what is no record as `{ input }` or `{ output }`. */
function unwrapped(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !(key in value) || Object.keys(value).length > 1) return value;
  return (value as Record<string, unknown>)[key];
}

function nameOf(serialized: unknown): string {
  const { name, id } = (serialized ?? {}) as { name?: string; id?: unknown[] };
  return name ?? String(id?.at(-1) ?? 'Unnamed');
}

/** Tools are reported with their input as text. */
function toolInput(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { input: text };
  }
}
