export { AnyValue } from './channels/any-value';
export { BinaryOperatorAggregate } from './channels/binary-operator';
export { Channel } from './channels/channel';
export { EphemeralValue } from './channels/ephemeral-value';
export { LastValue } from './channels/last-value';
export { NamedBarrier as NamedBarrierValue } from './channels/named-barrier';
export { END, isInternalChannel, START } from './channels/names';
export { Topic } from './channels/topic';
export { UntrackedValue } from './channels/untracked-value';
export * from './checkpoint/checkpoint';
export { bytesOfUuid, nextCheckpointId, runId, uuidOfBytes } from './checkpoint/ids';
export { MemorySaver } from './checkpoint/memory-saver';
export { matchesFilter } from './checkpoint/metadata-filter';
export * from './checkpoint/saver';
export * from './checkpoint/serializer';
export type { Interrupt, StateSnapshot, StateTask } from './checkpoint/snapshot';
export { compareVersions, freshVersion, versionSuffix } from './checkpoint/version';
export { GraphBubbleUp, isGraphBubbleUp } from './control/bubble-up';
export { Command, isCommand } from './control/command';
export {
  GraphInterrupt,
  INTERRUPT_KEY as INTERRUPT,
  interrupt,
  isGraphInterrupt,
  isInterrupted,
  NodeInterrupt,
} from './control/interrupt';
export { Overwrite } from './control/overwrite';
export type { InferWriterType } from './control/running-task';
export { getConfig, getCurrentTaskInput, getStore, getWriter, writer } from './control/running-task';
export { Send } from './control/send';
export * from './errors';
export type { StateDefinition, StateType, UpdateType } from './graph/annotation';
export { Annotation, AnnotationRoot } from './graph/annotation';
export type { CompileOptions, RunConfig, StreamConfig } from './graph/compiled-graph';
export { CompiledGraph, isCompiledGraph } from './graph/compiled-graph';
export type { NodeOptions } from './graph/node-options';
export type { ExecutionInfo, LangGraphRunnableConfig, Runtime, ServerInfo } from './graph/runtime';
export type { JsonSchema } from './graph/schema';
export { isStateGraph, StateGraph } from './graph/state-graph';
export type { NodeFunction, NodeResult, RouterFunction, StateOf, UpdateOf } from './graph/state-types';
export type { Topology } from './graph/topology';
export { EmptyChannelError, MultipleSubgraphsError, RemoteException } from './langgraph-errors';
export type { NodeSelection } from './loop/invocation';
export type { UpdatedConfig, UpdatePreview } from './loop/save-update';
export { AsyncBatchedStore } from './store/async-batched-store';
export { BaseStore } from './store/base-store';
export { InMemoryStore, MemoryStore } from './store/in-memory-store';
export { validateNamespace } from './store/namespace';
export type * from './store/operations';
export { getTextAtPath, tokenizePath } from './store/text-path';
export type { EmbeddingModel, IndexConfig } from './store/vector-index';
export type { StreamMode } from './stream/stream-mode';
