import { isChannel } from '../channels/channel';
import { EngineError, StateGraphInputError } from '../errors';
import type { SingleReducer } from './annotation';
import type { ResolvedSchema } from './schema';
import { definitionOfChannels, isDefinition, isSchema, resolveSchema } from './schema';
import type { JsonSchema } from './standard-schema';
import { getJsonSchemaFromSchema, isStandardSchema, reasonsOf, validate } from './standard-schema';
import type { ContextSchemaInit, StateDefinitionInit } from './state-types';

/** What `new StateGraph({ … })` takes. With `input` alone, that is the state too. */
export interface StateGraphInit<
  State = StateDefinitionInit,
  Input = StateDefinitionInit,
  Output = StateDefinitionInit,
  Context = ContextSchemaInit,
  Nodes extends string = string,
  InterruptType = unknown,
  WriterType = unknown,
> extends StateGraphOptions<Input, Output, Context, Nodes, InterruptType, WriterType> {
  state?: State;
  /** An older name of `state`. */
  stateSchema?: State;
}

/** What `new StateGraph(state, { … })` takes besides the state. */
export interface StateGraphOptions<
  Input = StateDefinitionInit,
  Output = StateDefinitionInit,
  Context = ContextSchemaInit,
  Nodes extends string = string,
  InterruptType = unknown,
  WriterType = unknown,
> {
  /** What the graph takes; the state when left out. */
  input?: Input;
  /** What `invoke` answers; the state when left out. */
  output?: Output;
  /** The caller's `context`, checked when a run begins. */
  context?: Context;
  /** Names of nodes that are added later, for types alone. */
  nodes?: readonly Nodes[];
  /** What nodes get as `runtime.interrupt`: `interrupt<Question, Answer>`, or several by name. */
  interrupt?: InterruptType;
  /** The type of `runtime.writer`: `writer<Chunk>`, or what takes a chunk. */
  writer?: WriterType;
}

/** LangGraph.js's first way to declare a state; null for a key that keeps the last write. */
export interface StateGraphArgs<State> {
  channels: { [Key in keyof State]: SingleReducer<State[Key], State[Key]> };
}

/** `interrupt` under the types of a graph's questions, or several by name. */
export type Interrupts = ((value: unknown) => unknown) | Readonly<Record<string, (value: unknown) => unknown>>;

/** A graph's schemas as the engine uses them. */
export interface GraphSchemas {
  state: ResolvedSchema;
  input: ResolvedSchema;
  output: ResolvedSchema;
  context: ContextSchema | null;
  /** What nodes get as `runtime.interrupt` instead of the free function; null for that. */
  interrupt: Interrupts | null;
}

export interface ContextSchema {
  jsonSchema: JsonSchema;
  /** Checks the caller's context; answers it with the schema's defaults. @throws EngineError INVALID_INPUT */
  parse: (context: unknown) => unknown;
}

/** The config with its context as the graph's schema makes it. @throws EngineError INVALID_INPUT */
export function withCheckedContext<Config extends { context?: unknown }>(
  { parseContext }: { parseContext: ContextSchema['parse'] | null },
  config: Config,
): Config {
  return parseContext === null ? config : { ...config, context: parseContext(config.context) };
}

type Parts = { [Key in 'state' | 'stateSchema' | 'input' | 'output' | 'context']?: unknown } & {
  interrupt?: Interrupts;
};

/** Reads the arguments of `new StateGraph()`. @throws StateGraphInputError, GraphValidationError */
export function graphSchemas(first: unknown, options: unknown): GraphSchemas {
  const parts: Parts = { ...partsOf(first), ...(isContext(options) ? { context: options } : (options as Parts)) };
  const state = resolveSchema(parts.state ?? parts.stateSchema ?? parts.input, 'state schema');
  return {
    state,
    input: parts.input === undefined ? state : resolveSchema(parts.input, 'input schema'),
    output: parts.output === undefined ? state : resolveSchema(parts.output, 'output schema'),
    context: parts.context === undefined ? null : contextSchema(parts.context),
    interrupt: parts.interrupt ?? null,
  };
}

function partsOf(first: unknown): Parts {
  if (typeof first !== 'object' || first === null) {
    throw new StateGraphInputError(
      'new StateGraph() needs the state: a StateSchema, Annotation.Root({ … }) or a zod 4 object.',
    );
  }
  if (isInit(first)) return { state: first };
  const { channels } = first as { channels?: Record<string, SingleReducer<unknown>> };
  if (typeof channels === 'object' && channels !== null) return { state: definitionOfChannels(channels) };
  const parts = first as Parts;
  return [parts.state, parts.stateSchema, parts.input].some(isInit) ? parts : { state: first };
}

/** True for what can declare a state by itself. */
function isInit(value: unknown): boolean {
  if (isSchema(value)) return true;
  return isDefinition(value) && !isChannel(value) && Object.keys(value).length > 0;
}

/** True for a context's schema alone. Functions stand for channels too, so the options that are functions look like one. */
function isContext(options: unknown): boolean {
  return isInit(options) && !Object.keys(options as object).every((key) => key === 'interrupt' || key === 'writer');
}

function contextSchema(schema: unknown): ContextSchema {
  if (!isStandardSchema(schema)) {
    return { jsonSchema: resolveSchema(schema, 'context schema').jsonSchema('input'), parse: (context) => context };
  }
  return {
    jsonSchema: getJsonSchemaFromSchema(schema) ?? {},
    parse: (context) => {
      const result = validate(schema, context ?? {}, 'The context schema');
      if (!result.issues) return result.value;
      // Without a context, one made of defaults; files of LangGraph.js pass theirs in `configurable`.
      if (context === undefined) return undefined;
      throw new EngineError(
        'INVALID_INPUT',
        `The context of the run does not fit its schema. ${reasonsOf(result.issues, 'context')}`,
      );
    },
  };
}
