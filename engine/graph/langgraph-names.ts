import type { InferWriterType } from '../control/running-task';
import type { StreamMode } from '../stream/stream-mode';
import type { AnyCompiledGraph } from './compiled-graph';
import { CompiledGraph } from './compiled-graph';
import type { StreamConfig } from './run-config';
import type { ExtractStateType, ExtractUpdateType } from './state-types';

/** LangGraph.js's name for `CompiledGraph`, with its type parameters: state, update, node names, input and output. */
export type CompiledStateGraph<
  S,
  U = Partial<S>,
  N extends string = string,
  I = unknown,
  O = unknown,
  _C = unknown,
  _NodeReturnType = unknown,
  _InterruptType = unknown,
  WriterType = unknown,
> = CompiledGraph<
  unknown extends O ? S : ExtractStateType<O>,
  unknown extends I ? U : ExtractUpdateType<I>,
  U,
  N,
  InferWriterType<WriterType>
>;
export const CompiledStateGraph = CompiledGraph;

/** LangGraph.js's name for any graph that can run. */
export type Pregel<_Nodes = unknown, _Channels = unknown> = AnyCompiledGraph;

export interface GetStateOptions {
  /** Shows the states of the pending tasks' subgraphs with the tasks. */
  subgraphs?: boolean;
}

/** What may be given to `stream` with an input. */
export type PregelOptions = StreamConfig<StreamMode | StreamMode[]>;

/** What the questions hold that a typed `interrupt` takes; of several, by name, any of theirs. */
export type InferInterruptInputType<Ask> = Ask extends (value: infer Value, ...rest: never[]) => unknown
  ? Value
  : Ask extends Readonly<Record<string, (value: never) => unknown>>
    ? { [Name in keyof Ask]: InferInterruptInputType<Ask[Name]> }[keyof Ask]
    : unknown;

/** What a typed `interrupt` gives back when the run is resumed. */
export type InferInterruptResumeType<Ask> = Ask extends (...given: never[]) => infer Answer
  ? Answer
  : Ask extends Readonly<Record<string, (value: never) => unknown>>
    ? { [Name in keyof Ask]: InferInterruptResumeType<Ask[Name]> }[keyof Ask]
    : unknown;
