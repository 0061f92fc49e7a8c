import { describe, expect, it } from 'vitest';
import {
  AmbiguousResumeError,
  Annotation,
  BaseLangGraphError,
  Command,
  GraphBubbleUp,
  GraphInterrupt,
  GraphValidationError,
  GraphValueError,
  interrupt,
  isGraphBubbleUp,
  isGraphInterrupt,
  isUnknownInterruptError,
  MemorySaver,
  NodeInterrupt,
  NothingToResumeError,
  START,
  StateGraph,
  StateGraphInputError,
  UnreachableNodeError,
} from '../index';

const State = Annotation.Root({ approved: Annotation<boolean> });

describe('what leaves a node without being an error', () => {
  it('a thrown NodeInterrupt stops the run with a question that has an id, and is thrown again on resume', async () => {
    const graph = new StateGraph(State)
      .addNode('ask', ({ approved }) => {
        if (!approved) throw new NodeInterrupt('not approved');
        return {};
      })
      .addEdge(START, 'ask')
      .compile({ checkpointer: new MemorySaver() });
    const config = { configurable: { thread_id: 't' } };
    const stopped = await graph.invoke({}, config);
    expect(stopped.__interrupt__).toEqual([{ id: expect.any(String), value: 'not approved' }]);
    const again = await graph.invoke(new Command({ resume: 'yes' }), config);
    expect(again.__interrupt__).toHaveLength(1);
    await graph.updateState(config, { approved: true }, START);
    expect(await graph.invoke(null, config)).toEqual({ approved: true });
  });

  it('guards know interrupts of other copies by their marks', () => {
    const foreign = Object.assign(new Error('x'), { is_bubble_up: true, interrupts: [{ value: 1 }] });
    expect(isGraphInterrupt(foreign)).toBe(true);
    expect(isGraphBubbleUp(new GraphInterrupt())).toBe(true);
    expect(new NodeInterrupt('x')).toBeInstanceOf(GraphBubbleUp);
    expect(isGraphInterrupt(new Error('x'))).toBe(false);
    expect(isGraphBubbleUp(undefined)).toBe(false);
  });
});

describe('error classes', () => {
  it('every error of the engine is a BaseLangGraphError with its code in lc_error_code', () => {
    const error = new NothingToResumeError('nothing');
    expect(error).toBeInstanceOf(BaseLangGraphError);
    expect(error.lc_error_code).toBe('NOTHING_TO_RESUME');
    expect(new GraphValueError('x', { lc_error_code: 'MISSING_CHECKPOINTER' }).code).toBe('MISSING_CHECKPOINTER');
  });

  it('resumes that fit no question are UnknownInterruptErrors that list what waits', async () => {
    const graph = new StateGraph(State)
      .addNode('a', () => ({ approved: interrupt('a?') }))
      .addNode('b', () => ({ approved: interrupt('b?') }))
      .addEdge(START, 'a')
      .addEdge(START, 'b')
      .compile({ checkpointer: new MemorySaver() });
    const config = { configurable: { thread_id: 't' } };
    const { __interrupt__: asked = [] } = await graph.invoke({}, config);
    const refused = await graph.invoke(new Command({ resume: 1 }), config).catch((error) => error);
    expect(refused).toBeInstanceOf(AmbiguousResumeError);
    expect(isUnknownInterruptError(refused)).toBe(true);
    expect(refused.reason).toBe('ambiguous');
    expect(refused.pendingIds.toSorted()).toEqual(asked.map(({ id }) => id).toSorted());
  });

  it('an unreachable node, no schema and no checkpointer have classes of their own', async () => {
    const unreachable = new StateGraph(State).addNode('a', () => ({})).addNode('b', () => ({}));
    const compile = () => unreachable.addEdge(START, 'a').compile();
    expect(compile).toThrow(UnreachableNodeError);
    expect(compile).toThrow(GraphValidationError);
    expect(() => new StateGraph({ approved: 'boolean' } as never)).toThrow(StateGraphInputError);
    const unsaved = new StateGraph(State)
      .addNode('ask', () => ({ approved: interrupt('?') }))
      .addEdge(START, 'ask')
      .compile();
    await expect(unsaved.invoke({})).rejects.toThrow(GraphValueError);
  });
});
