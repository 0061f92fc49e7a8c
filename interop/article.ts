import type * as retrograph from '@/engine';

/** What a graph file imports: Retrograph and LangGraph.js give the same names. */
export type Library = Pick<
  typeof retrograph,
  'Annotation' | 'Command' | 'END' | 'interrupt' | 'Send' | 'START' | 'StateGraph'
>;

/**
 * An article is drafted until it is good (a loop), read by two people at once (a fan-out), judged by a person (an interrupt),
 * and printed (a subgraph, which asks too).
 */
export function articleGraph(library: Library, checkpointer: retrograph.BaseCheckpointSaver) {
  const { Annotation, StateGraph, Send, interrupt, START, END } = library;
  const notes = Annotation<string[]>({ reducer: (left, right) => [...left, ...right], default: () => [] });
  const Article = Annotation.Root({ drafts: Annotation<number>(), verdict: Annotation<string>(), notes });

  const printing = new StateGraph(Article)
    .addNode('set', () => ({ notes: ['set'] }))
    .addNode('press', () => ({ notes: [`pressed ${interrupt<string, number>('how many?')}`] }))
    .addEdge(START, 'set')
    .addEdge('set', 'press')
    .addEdge('press', END)
    .compile();

  return new StateGraph(Article)
    .addNode('draft', ({ drafts = 0 }: { drafts?: number }) => ({ drafts: drafts + 1, notes: [`draft ${drafts + 1}`] }))
    .addNode('read', ({ by }: { by: string }) => ({ notes: [`read by ${by}`] }))
    .addNode('judge', () => ({ verdict: interrupt<string, string>('publish?') }))
    .addNode('print', async ({ verdict }: { verdict: string }) => {
      const printed = await printing.invoke({ notes: [] });
      return { notes: [verdict, ...printed.notes] };
    })
    .addEdge(START, 'draft')
    .addConditionalEdges('draft', ({ drafts }: { drafts: number }) =>
      drafts < 3 ? 'draft' : ['Ann', 'Bob'].map((by) => new Send('read', { by })),
    )
    .addEdge('read', 'judge')
    .addEdge('judge', 'print')
    .addEdge('print', END)
    .compile({ checkpointer });
}

export const DRAFTED = ['draft 1', 'draft 2', 'draft 3', 'read by Ann', 'read by Bob'];
