import type { Runtime } from 'retrograph';
import { Command, END, interrupt, Overwrite, Send, START, StateGraph } from 'retrograph';
import { withLangGraph } from 'retrograph/zod';
import { z } from 'zod';
import { classify, mergeByHash } from './release-notes/classify';
import { Classified, Commit } from './release-notes/commit';
import { writeNotes } from './release-notes/markdown';
import { writeNotesFile } from './release-notes/notes-file';
import { readCommits, startedIn } from './release-notes/read-commits';
import { REMARK_RULES } from './release-notes/remarks';

const Input = z.object({
  repository: z.string().default(startedIn()).describe('Path of a git repository on this machine'),
  range: z.string().default('').describe('A revision or a range such as v1.2..HEAD; empty for the last commits'),
  count: z.number().int().min(1).max(20_000).default(30).describe('How many commits, when no range is given'),
});

export const ReleaseNotesState = Input.extend({
  commits: z.array(Commit).default([]),
  classified: withLangGraph(z.array(Classified), { reducer: { fn: mergeByHash }, default: () => [] }),
  notes: z.string().default(''),
  remarks: withLangGraph(z.array(z.string()), {
    reducer: { fn: (given, added) => [...given, ...added] },
    default: () => [],
  }),
  published: z.object({ path: z.string(), bytes: z.number().int() }).nullable().default(null),
}).describe("Drafts release notes from a repository's history, asks a person, and publishes what is approved.");
type ReleaseNotes = z.infer<typeof ReleaseNotesState>;

const Answer = z.object({
  decision: z.enum(['approve', 'revise']).describe('Publish these notes, or have them drafted again'),
  remark: z.string().default('').describe(REMARK_RULES),
});

const builder = new StateGraph({ state: ReleaseNotesState, input: Input })
  .addNode('collect', collect)
  .addNode('classify', (commit: Commit) => ({ classified: [classify(commit)] }))
  .addNode('draft', draft)
  .addNode('review', review, { ends: ['draft', 'publish'] })
  .addNode('publish', publish)
  .addEdge(START, 'collect')
  .addConditionalEdges('collect', (state) => state.commits.map((commit) => new Send('classify', commit)), ['classify'])
  .addEdge('classify', 'draft')
  .addEdge('draft', 'review')
  .addEdge('publish', END);

/** Also clears what an earlier request on the same thread has left. */
async function collect(state: ReleaseNotes, config: Runtime) {
  const commits = await readCommits(state, config.signal);
  config.writer({ message: `Read ${commits.length} commits` });
  return { commits, classified: new Overwrite([]), remarks: new Overwrite([]), notes: '', published: null };
}

function draft({ range, classified, remarks }: ReleaseNotes) {
  const title = range === '' ? 'Release notes' : `Release notes: ${range}`;
  return { notes: writeNotes({ title, classified, remarks }) };
}

/** Asks until the answer has the asked-for shape, so that a slip costs a question and not the run. */
function review({ notes }: ReleaseNotes) {
  const question = {
    question: 'Publish these notes?',
    draft: notes,
    answer_schema: z.toJSONSchema(Answer, { io: 'input' }),
  };
  let answer = Answer.safeParse(interrupt(question));
  while (!answer.success) answer = Answer.safeParse(interrupt({ ...question, problem: z.prettifyError(answer.error) }));
  const { decision, remark } = answer.data;
  if (decision === 'approve') return new Command({ goto: 'publish' });
  return new Command({ goto: 'draft', update: { remarks: remark.trim() === '' ? [] : [remark] } });
}

async function publish({ notes }: ReleaseNotes, config: Runtime) {
  const { thread_id: threadId, branch } = config.configurable ?? {};
  return { published: await writeNotesFile({ threadId: threadId ?? 'unsaved', branchId: branch ?? 'only' }, notes) };
}

export const graph = builder.compile({ name: 'release-notes' });
