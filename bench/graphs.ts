import type { Library, Saver } from './contestants';

/** Compiled, as far as the scenarios drive it. */
export interface Runnable {
  invoke: (input: object | null, config: object) => Promise<unknown>;
}

/** Names made at run time: the builder's literal types cannot follow them. */
interface LooseBuilder {
  addNode: (name: string, action: (state: { count: number; round: number }) => unknown) => LooseBuilder;
  addEdge: (from: string, to: string) => LooseBuilder;
  addConditionalEdges: (
    from: string,
    router: (state: { count: number; round: number }) => unknown,
    targets: string[],
  ) => LooseBuilder;
  compile: (options: { checkpointer?: Saver }) => Runnable;
}

const one = () => ({ count: 1 });

/** START → n0 → n1 → … → END. */
export function chain(library: Library, length: number, checkpointer?: Saver): Runnable {
  const builder = counting(library);
  for (let index = 0; index < length; index++) {
    builder.addNode(`n${index}`, one).addEdge(index === 0 ? library.START : `n${index - 1}`, `n${index}`);
  }
  return compiled(builder.addEdge(`n${length - 1}`, library.END), checkpointer);
}

/** One node, again and again. */
export function loop(library: Library, steps: number, checkpointer?: Saver, node: () => unknown = one): Runnable {
  const { START, END } = library;
  const builder = counting(library)
    .addNode('again', node)
    .addEdge(START, 'again')
    .addConditionalEdges('again', (state) => (state.count < steps ? 'again' : END), ['again', END]);
  return compiled(builder, checkpointer);
}

/** The nodes in a circle, until so many steps were made. */
export function ring(library: Library, nodes: number, steps: number, node: () => unknown = one): Runnable {
  const builder = counting(library);
  for (let index = 0; index < nodes; index++) builder.addNode(`n${index}`, node);
  builder.addEdge(library.START, 'n0');
  builder.addConditionalEdges('n0', (state) => (state.count < steps ? 'n1' : library.END), ['n1', library.END]);
  for (let index = 1; index < nodes; index++) builder.addEdge(`n${index}`, `n${(index + 1) % nodes}`);
  return compiled(builder);
}

/** Sends `width` tasks at once, joins them, and does so again. */
export function fanOut(library: Library, width: number, rounds: number): Runnable {
  const { START, END, Send } = library;
  const sends = () => Array.from({ length: width }, () => new Send('work', {}));
  const builder = counting(library)
    .addNode('plan', () => ({ round: 1 }))
    .addNode('work', one)
    .addEdge(START, 'plan')
    .addConditionalEdges('plan', (state) => (state.round <= rounds ? sends() : END), ['work', END])
    .addEdge('work', 'plan');
  return compiled(builder);
}

/** Each turn brings a question and adds an answer to the same list. */
export function chat(library: Library, answer: () => string, checkpointer: Saver): Runnable {
  const { Annotation, START, END, StateGraph } = library;
  const State = Annotation.Root({
    messages: Annotation<string[], string[]>({ reducer: (list, more) => [...list, ...more], default: () => [] }),
  });
  return new StateGraph(State)
    .addNode('answer', () => ({ messages: [answer()] }))
    .addEdge(START, 'answer')
    .addEdge('answer', END)
    .compile({ checkpointer });
}

/** Every call is a thread of its own, so that no history grows from one to the next. */
export function onFreshThreads(graph: Runnable, options: { durability: 'async' | 'sync' }): () => Promise<unknown> {
  return () => graph.invoke({}, { recursionLimit: 2_000, ...options, configurable: { thread_id: freshThreadId() } });
}

let threads = 0;

export function freshThreadId(): string {
  return `${process.pid}-${threads++}`;
}

function counting({ Annotation, StateGraph }: Library): LooseBuilder {
  const sum = { reducer: (total: number, more: number) => total + more, default: () => 0 };
  const State = Annotation.Root({ count: Annotation<number>(sum), round: Annotation<number>(sum) });
  return new StateGraph(State) as unknown as LooseBuilder;
}

function compiled(builder: LooseBuilder, checkpointer?: Saver): Runnable {
  return builder.compile(checkpointer === undefined ? {} : { checkpointer });
}
