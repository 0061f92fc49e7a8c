export { AnyValue } from './channels/any-value';
export type { BinaryOperator } from './channels/binary-operator';
export { BinaryOperatorAggregate } from './channels/binary-operator';
export { Channel, Channel as BaseChannel } from './channels/channel';
export type { DeltaReducer } from './channels/delta-channel';
export { DeltaChannel } from './channels/delta-channel';
export { EphemeralValue } from './channels/ephemeral-value';
export { LastValue } from './channels/last-value';
export { NamedBarrier as NamedBarrierValue } from './channels/named-barrier';
export { END, isInternalChannel, isResultChannel, NULL_TASK_ID, nodeOfBranch, START, TASKS } from './channels/names';
export { Topic } from './channels/topic';
export { UntrackedValueChannel } from './channels/untracked-value-channel';
export { applyDelta, applyDeltas } from './checkpoint/apply-delta';
export type { BranchRemoval } from './checkpoint/branch-removal';
export { headAfter } from './checkpoint/branch-removal';
export * from './checkpoint/branching';
export type { CacheFullKey, CacheNamespace } from './checkpoint/cache';
export { BaseCache, InMemoryCache } from './checkpoint/cache';
export * from './checkpoint/checkpoint';
export { configOf, requireCheckpoint, requireThread } from './checkpoint/contract-config';
export { copyCheckpoint, emptyCheckpoint } from './checkpoint/copy-checkpoint';
export type { Delta } from './checkpoint/delta';
export { deltaOf } from './checkpoint/delta';
export { decodeDelta, encodeDelta } from './checkpoint/delta-bytes';
export type { ChainWeight } from './checkpoint/delta-chain';
export { appendToChain, newChain } from './checkpoint/delta-chain';
export { deltaBytes, growthBytes, valueBytes } from './checkpoint/delta-size';
export { getOrMake } from './checkpoint/get-or-make';
export { bytesOfUuid, interruptId, newBranchId, nextCheckpointId, runId, uuidOfBytes } from './checkpoint/ids';
export { MemorySaver } from './checkpoint/memory-saver';
export type { MessageClasses } from './checkpoint/message-codec';
export { matchesFilter } from './checkpoint/metadata-filter';
export { childNamespace, keepsState, levelsOf, nodesOf, placeByNames } from './checkpoint/namespace';
export type { RollbackPlan, RunRollback, RunStart, RunToTakeBack, StartWrite } from './checkpoint/plan-rollback';
export { planRollback } from './checkpoint/plan-rollback';
export * from './checkpoint/prune-options';
export type { PrunePlan } from './checkpoint/prune-plan';
export { planBranchRemoval, planPrune } from './checkpoint/prune-plan';
export type { PruneBranch, PruneRow } from './checkpoint/prune-rows';
export { setKey } from './checkpoint/record-key';
export * from './checkpoint/saver';
export { seal, unseal } from './checkpoint/seal';
export { Sealed } from './checkpoint/sealed';
export * from './checkpoint/serializer';
export type { Interrupt, StateSnapshot, StateTask } from './checkpoint/snapshot';
export { taskFlagsOf } from './checkpoint/task-flags';
export { inTaskOrder, withTaskPath } from './checkpoint/task-path';
export { compareVersions, freshVersion, versionSuffix } from './checkpoint/version';
export { GraphBubbleUp, isGraphBubbleUp } from './control/bubble-up';
export type { CommandFields as CommandParams } from './control/command';
export { COMMAND_SYMBOL, Command, isCommand, isParentCommand, ParentCommand } from './control/command';
export {
  GraphInterrupt,
  INTERRUPT_KEY as INTERRUPT,
  interrupt,
  isGraphInterrupt,
  isInterrupted,
  NodeInterrupt,
} from './control/interrupt';
export { isNodeError, NodeError } from './control/node-error';
export type { OverwriteValue } from './control/overwrite';
export { Overwrite } from './control/overwrite';

export { GraphDrained, isGraphDrained, RunControl } from './control/run-control';
export type { InferWriterType, RunningTask } from './control/running-task';
export { getConfig, getCurrentTaskInput, getStore, getWriter, runningTask, writer } from './control/running-task';
export type { SendOptions } from './control/send';

export { Send } from './control/send';
export type { TimeoutPolicy } from './control/timeout-policy';
export * from './errors';
export type { EntrypointFunction, EntrypointGraph, EntrypointOptions } from './func/entrypoint';
export { entrypoint } from './func/entrypoint';
export { getPreviousState } from './func/previous-state';
export type { TaskOptions } from './func/task';
export { task } from './func/task';
export type {
  EntrypointFinal,
  EntrypointFinalSaveT,
  EntrypointFunc,
  EntrypointReturnT,
  TaskFunc,
} from './func/types';
export type { NodeType, SingleReducer, StateDefinition, StateType, UpdateType } from './graph/annotation';
export { Annotation, AnnotationRoot } from './graph/annotation';
export { CompiledGraph, isCompiledGraph } from './graph/compiled-graph';
export type { DeltaValueInit } from './graph/delta-value';
export { DeltaValue } from './graph/delta-value';
export type { StateGraphArgs, StateGraphInit, StateGraphOptions } from './graph/graph-schemas';
export type {
  GetStateOptions,
  InferInterruptInputType,
  InferInterruptResumeType,
  Pregel,
  PregelOptions,
} from './graph/langgraph-names';
export { CompiledStateGraph } from './graph/langgraph-names';
export type { MermaidOptions } from './graph/mermaid';
export type { NodeFunction, NodeResult, RouteResult, RouterFunction } from './graph/node-function';
export type {
  NodeOptions,
  NodeOptions as AddNodeOptions,
  NodeOptions as StateGraphAddNodeOptions,
} from './graph/node-options';
export type { CachePolicy, NodeErrorHandler, NodePolicyOptions } from './graph/node-policy';
export type {
  ConditionalEdgeRouter,
  ConditionalEdgeRouterTypes,
  GraphNode,
  GraphNodeReturnValue,
  GraphNodeTypes,
} from './graph/node-types';
export type { ReducedValueInit } from './graph/reduced-value';
export { ReducedValue } from './graph/reduced-value';
export type { RetryPolicy } from './graph/retry-policy';
export type { CompileOptions, RunConfig, RunResult, StreamConfig } from './graph/run-config';
export type { BatchOptions, GraphRunnable } from './graph/runnable';
export type { ExecutionInfo, LangGraphRunnableConfig, Runtime, ServerInfo } from './graph/runtime';
export type { JsonSchema, SerializableSchema, StandardSchema } from './graph/standard-schema';
export {
  getJsonSchemaFromSchema,
  getSchemaDefaultGetter,
  isSerializableSchema,
  isStandardSchema,
} from './graph/standard-schema';
export type { StateSchemaField } from './graph/state-field';
export { isStateGraph, StateGraph } from './graph/state-graph';
export type {
  AnyStateSchema,
  InferStateSchemaUpdate,
  InferStateSchemaValue,
  StateSchemaFields,
  StateSchemaFieldsToStateDefinition,
  StateSchemaFieldToChannel,
} from './graph/state-schema';
export { StateSchema } from './graph/state-schema';
export type {
  ContextSchemaInit,
  ExtractStateType,
  ExtractUpdateType,
  StateDefinitionInit,
  ToStateDefinition,
} from './graph/state-types';
export type { Topology, TopologyEdge, TopologyNode } from './graph/topology';
export type { UntrackedValueInit } from './graph/untracked-value';
export { UntrackedValue } from './graph/untracked-value';
export { EmptyChannelError, MultipleSubgraphsError, RemoteException } from './langgraph-errors';
export { isNodeTimeoutError, NodeTimeoutError, StepTimeoutError } from './limit-errors';
export type { AnswerRule, GivenAnswer, TaskToAnswer } from './loop/answer';
export type { Clock } from './loop/clock';
export { commandBatches } from './loop/entry/command-writes';
export type { HoldRule, StepBoundary } from './loop/hold';
export type { NodeSelection } from './loop/invocation';
export type { UpdatedConfig, UpdatePreview } from './loop/state/save-update';
export type {
  BaseMessage,
  BaseMessageLike,
  MessagePart,
  Messages,
  MessageType,
  MessageTypes,
  PlainMessage,
  ToolCall,
} from './messages/message';
export { REMOVE_ALL_MESSAGES, RemoveMessage } from './messages/message';
export { MessagesAnnotation, MessagesDeltaValue, MessagesValue } from './messages/messages-annotation';
export {
  messagesDeltaReducer,
  messagesStateReducer,
  messagesStateReducer as addMessages,
} from './messages/messages-reducer';
export type { PushMessageOptions } from './messages/push-message';
export { pushMessage } from './messages/push-message';
export { StoredMessage } from './messages/stored-message';
export { AsyncBatchedStore } from './store/async-batched-store';
export { BaseStore } from './store/base-store';
export { InMemoryStore, MemoryStore } from './store/in-memory-store';
export { validateNamespace } from './store/namespace';
export type * from './store/operations';
export { getTextAtPath, tokenizePath } from './store/text-path';
export type { EmbeddingModel, IndexConfig } from './store/vector-index';
export type { AwaitableStream } from './stream/awaitable-stream';
export type { EventStream } from './stream/event-stream';
export type { EventFilter, RunEvent } from './stream/run-events';
export type { StreamMode } from './stream/stream-mode';
