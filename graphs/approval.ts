import { Command, END, interrupt, START, StateGraph } from 'retrograph';
import { z } from 'zod';

const Answer = z.object({
  approved: z.boolean().describe('Publish this draft?'),
  remark: z.string().default('').describe('What the next draft should do better'),
});

export const ApprovalState = z
  .object({
    topic: z.string().default('our next release').describe('What the draft is about'),
    draft: z.string().default(''),
    attempt: z.number().int().min(0).default(0),
    remark: z.string().default(''),
    published: z.boolean().default(false),
  })
  .describe('A draft that a person approves or sends back, as often as they like.');
type Approval = z.infer<typeof ApprovalState>;

const builder = new StateGraph(ApprovalState)
  .addNode('write', writeDraft)
  .addNode('review', review, { ends: ['publish', 'write'] })
  .addNode('publish', () => ({ published: true }))
  .addEdge(START, 'write')
  .addEdge('write', 'review')
  .addEdge('publish', END);

function writeDraft({ topic, attempt, remark }: Approval) {
  const revision = remark === '' ? '' : ` This version takes up the remark "${remark}".`;
  return { draft: `Draft ${attempt + 1} about ${topic}.${revision}`, attempt: attempt + 1, published: false };
}

function review({ draft }: Approval) {
  const question = { question: 'Publish this draft?', draft, answer_schema: z.toJSONSchema(Answer, { io: 'input' }) };
  let answer = Answer.safeParse(interrupt(question));
  while (!answer.success) answer = Answer.safeParse(interrupt({ ...question, problem: z.prettifyError(answer.error) }));
  return answer.data.approved
    ? new Command({ goto: 'publish' })
    : new Command({ update: { remark: answer.data.remark }, goto: 'write' });
}

export const graph = builder.compile({ name: 'approval' });
