import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as engine from './index';

/** All that the main entry of `@langchain/langgraph` 1.7.3 exports, values and types. */
const PEER = `
  AddNodeOptions AgentStatus Annotation AnnotationRoot AnyStateSchema AnyValue AsyncBatchedStore BaseChannel
  BaseCheckpointSaver BaseLangGraphError BaseLangGraphErrorFields BaseStore BinaryOperator BinaryOperatorAggregate
  COMMAND_SYMBOL CachePolicy ChatModelStream ChatModelStreamImpl Checkpoint CheckpointMetadata CheckpointTuple
  Command CommandInstance CommandParams CompiledGraph CompiledGraphType CompiledStateGraph ConditionalEdgeRouter
  ConditionalEdgeRouterTypes ContextSchemaInit ConvertToProtocolEventOptions CreateGraphRunStreamOptions DeltaChannel
  DeltaReducer DeltaValue DeltaValueInit DynamicBarrierValue END EmptyChannelError EmptyInputError EntrypointOptions
  EphemeralValue EventLog ExecutionInfo ExtractStateType ExtractUpdateType GetOperation GetStateOptions Graph
  GraphBubbleUp GraphCallbackHandler GraphDrained GraphInterrupt GraphInterruptEvent GraphLifecycleEvent
  GraphLifecycleStatus GraphNode GraphNodeReturnValue GraphNodeTypes GraphRecursionError GraphResumeEvent
  GraphRunStream GraphValueError INTERRUPT InMemoryStore InferExtensions InferInterruptInputType
  InferInterruptResumeType InferStateSchemaUpdate InferStateSchemaValue InferWriterType Interrupt InterruptOptions
  InterruptPayload InvalidUpdateError Item LangGraphRunnableConfig LastValue LifecycleCause LifecycleData
  LifecycleEntry LifecycleProjection LifecycleTransformerOptions ListNamespacesOperation MatchCondition MemorySaver
  MessageGraph Messages MessagesAnnotation MessagesDeltaValue MessagesEventData MessagesValue MessagesZodMeta
  MessagesZodState MultipleChannelSubscriptionOptions MultipleSubgraphsError NameSpacePath NamedBarrierValue
  Namespace NamespaceMatchType NativeStreamTransformer NodeError NodeInterrupt NodePolicyOptions NodeSpec
  NodeTimeoutError NodeType Operation OperationResults Overwrite OverwriteValue ParentCommand Pregel PregelNode
  PregelOptions PregelParams ProtocolEvent PutOperation REMOVE_ALL_MESSAGES ReducedValue ReducedValueInit
  RemoteException RetryPolicy RunControl Runtime START STREAM_EVENTS_V3_MODES SearchOperation Send SendOptions
  ServerInfo SingleChannelSubscriptionOptions SingleReducer StateDefinition StateDefinitionInit StateGraph
  StateGraphAddNodeOptions StateGraphArgs StateGraphArgsWithInputOutputSchemas StateGraphArgsWithStateSchema
  StateGraphInit StateGraphInputError StateGraphNodeSpec StateGraphOptions StateSchema StateSchemaField
  StateSchemaFieldToChannel StateSchemaFields StateSchemaFieldsToStateDefinition StateSnapshot StateType
  StreamChannel StreamEmitter StreamMode StreamOutputMap StreamTransformer SubgraphDiscoveryProjection
  SubgraphDiscoveryTransformerOptions SubgraphRunStream TaskOptions TimeoutPolicy ToStateDefinition ToolCallStatus
  ToolCallStream ToolsEventData Topic UnknownInterruptError UnreachableNodeError UntrackedValue UntrackedValueChannel
  UntrackedValueInit UpdateType UpdatesEventData UsageInfo WaitForNames _markInvalidResume addMessages
  convertToProtocolEvent copyCheckpoint createGraphRunStream createLifecycleTransformer createMessagesTransformer
  createSubgraphDiscoveryTransformer createValuesTransformer emptyCheckpoint entrypoint filterLifecycleEntries
  filterSubgraphHandles getConfig getCurrentTaskInput getJsonSchemaFromSchema getPreviousState getSchemaDefaultGetter
  getStore getSubgraphsSeenSet getWriter interrupt isCheckpointEnvelope isCommand isGraphBubbleUp isGraphDrained
  isGraphInterrupt isInterrupted isInvalidResume isNativeTransformer isNodeError isNodeTimeoutError isParentCommand
  isSerializableSchema isStandardSchema isUnknownInterruptError messagesDeltaReducer messagesStateReducer pushMessage
  task writer`
  .trim()
  .split(/\s+/);

/** Names that are not here, and why. */
const ABSENT: Readonly<Record<string, string>> = {
  ...because(
    'stream protocol v3: streams of modes, and the server’s own protocol, are what is offered',
    'AgentStatus ChatModelStream ChatModelStreamImpl ConvertToProtocolEventOptions CreateGraphRunStreamOptions EventLog',
    'GraphRunStream InferExtensions InterruptPayload LifecycleCause LifecycleData LifecycleEntry LifecycleProjection',
    'LifecycleTransformerOptions MessagesEventData Namespace NativeStreamTransformer ProtocolEvent',
    'STREAM_EVENTS_V3_MODES StreamChannel StreamEmitter StreamTransformer SubgraphDiscoveryProjection',
    'SubgraphDiscoveryTransformerOptions SubgraphRunStream ToolCallStatus ToolCallStream ToolsEventData',
    'UpdatesEventData UsageInfo convertToProtocolEvent createGraphRunStream createLifecycleTransformer',
    'createMessagesTransformer createSubgraphDiscoveryTransformer createValuesTransformer filterLifecycleEntries',
    'filterSubgraphHandles isCheckpointEnvelope isNativeTransformer',
  ),
  ...because(
    'a layer below the graph, which here is a blueprint and no class',
    'Graph MultipleChannelSubscriptionOptions NodeSpec PregelNode PregelParams SingleChannelSubscriptionOptions',
    'StateGraphNodeSpec',
  ),
  ...because(
    'interrupts do not take a schema for their answers',
    'InterruptOptions _markInvalidResume isInvalidResume',
  ),
  ...because(
    'callbacks are LangChain’s; of interrupts a stream tells',
    'GraphCallbackHandler GraphInterruptEvent GraphLifecycleEvent GraphLifecycleStatus GraphResumeEvent',
  ),
  ...because(
    'a type of types: the schemas’ own are inferred',
    'CompiledGraphType StateGraphArgsWithInputOutputSchemas StateGraphArgsWithStateSchema StreamOutputMap',
  ),
  ...because('deprecated: a StateGraph over MessagesAnnotation does the same', 'MessageGraph'),
  ...because('for zod 3: fields of zod 4 are registered by `retrograph/zod`', 'MessagesZodMeta MessagesZodState'),
  ...because('routers give the targets of a barrier when the graph is built', 'DynamicBarrierValue WaitForNames'),
  ...because('inside of Command, which is one class here', 'CommandInstance'),
  ...because('a node may call several subgraphs, so none are counted', 'getSubgraphsSeenSet'),
};

function because(reason: string, ...names: string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((line) => line.split(' ')).map((name) => [name, reason]));
}

/** Types leave no trace at run time, so the entry's own text is read for what it exports. */
function exportedNames(): Set<string> {
  const textOf = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8');
  const entry = textOf('./index.ts');
  const names = [...entry.matchAll(/export (?:type )?\{([^}]*)\}/g)].flatMap(([, list = '']) =>
    list.split(',').map((item) => item.trim().replace(/^.* as /, '')),
  );
  for (const [, file] of entry.matchAll(/export (?:type )?\* from '(.*)'/g)) {
    const declared = textOf(`${file}.ts`).matchAll(
      /^export (?:abstract )?(?:interface|type|class|function|const) (\w+)/gm,
    );
    names.push(...[...declared].map(([, name = '']) => name));
  }
  return new Set(names);
}

describe('the public entry', () => {
  const ours = exportedNames();

  it('has every name of LangGraph.js’s, or a reason why not', () => {
    expect(PEER.filter((name) => !ours.has(name) && !(name in ABSENT))).toEqual([]);
  });

  it('gives no reason for a name that it has, or that LangGraph.js does not', () => {
    expect(Object.keys(ABSENT).filter((name) => ours.has(name) || !PEER.includes(name))).toEqual([]);
  });

  it('exports no value that its text does not show', () => {
    expect(Object.keys(engine).filter((name) => !ours.has(name))).toEqual([]);
  });
});
