import { describe, expect, it } from 'vitest';
import type { NodeOptions } from '..';
import { Annotation, Send, START, StateGraph } from '..';

const State = Annotation.Root({ topic: Annotation<string>() });
const build = (options: NodeOptions) => () => new StateGraph(State).addNode('a', () => ({}), options as never);

describe("a node's policies are checked when it is added", () => {
  const wrong: [unknown, RegExp][] = [
    [{ retryPolicy: { maxAttempts: 0 } }, /maxAttempts of the retryPolicy of node "a" must be a whole number from 1/],
    [{ retryPolicy: { maxAttempts: 1.5 } }, /maxAttempts/],
    [{ retryPolicy: { initialInterval: -1 } }, /initialInterval .* from 0 on; got -1/],
    [{ retryPolicy: { maxInterval: Number.NaN } }, /maxInterval/],
    [{ retryPolicy: { backoffFactor: 0.5 } }, /backoffFactor .* from 1 on/],
    [{ retryPolicy: { retryOn: [TypeError] } }, /retryOn .* function/],
    [{ retryPolicy: { maxAttemps: 3 } }, /unknown field "maxAttemps"; the fields are initialInterval/],
    [{ retryPolicy: 3 }, /must be an object/],
    [{ retryPolicy: [{}, { maxAttempts: 0 }] }, /maxAttempts/],
    [{ timeout: 0 }, /runTimeout of timeout of node "a" must be .* greater than 0; got 0/],
    [{ timeout: { idleTimeout: -5 } }, /idleTimeout/],
    [{ timeout: { run: 5 } }, /unknown field "run"/],
    [{ timeout: { runTimeout: 5, refreshOn: 'writes' } }, /refreshOn .* "auto" or "heartbeat"/],
    [{ cachePolicy: { ttl: 0 } }, /ttl .* greater than 0/],
    [{ cachePolicy: { keyFunc: 'id' } }, /keyFunc .* function/],
    [{ cachePolicy: { key: () => '' } }, /unknown field "key"/],
    [{ errorHandler: 'rescue' }, /errorHandler of node "a" must be a function/],
  ];
  it.each(wrong)('refuses %j', (options, message) => {
    expect(build(options as NodeOptions)).toThrow(message);
    expect(build(options as NodeOptions)).toThrow(expect.objectContaining({ code: 'INVALID_CONFIG' }));
  });

  it('takes what LangGraph.js takes', () => {
    const right: NodeOptions[] = [
      { retryPolicy: {}, cachePolicy: true, timeout: 5 },
      { cachePolicy: false, timeout: {} },
      { cachePolicy: { ttl: 60, keyFunc: ([input]) => String(input) }, timeout: { runTimeout: 5, idleTimeout: 5 } },
    ];
    for (const options of right) expect(build(options)).not.toThrow();
  });

  it('node defaults, the graph’s own limits and Sends as well', () => {
    const graph = () => new StateGraph(State).addNode('a', () => ({})).addEdge(START, 'a');
    expect(() => graph().setNodeDefaults({ retryPolicy: { maxAttempts: 0 } })).toThrow(/of the node defaults/);
    expect(() => graph().setNodeDefaults({ retry: {} } as never)).toThrow(/unknown field "retry"/);
    expect(() => graph().compile({ retryPolicy: { maxAttempts: 0 } })).toThrow(/retryPolicy of the graph/);
    expect(() => graph().compile({ stepTimeout: 0 })).toThrow(/stepTimeout must be/);
    expect(() => new Send('a', {}, { timeout: -1 })).toThrow(/Send to "a"/);
    return expect(graph().compile().invoke({}, { stepTimeout: -1 })).rejects.toMatchObject({ code: 'INVALID_CONFIG' });
  });
});
