import { setTimeout as sleep } from 'node:timers/promises';
import { END, interrupt, Send, START, StateGraph } from 'retrograph';
import { MessagesZodState, withLangGraph } from 'retrograph/zod';
import { z } from 'zod';

// What the pictures show at work: a fan-out, a second attempt, console output, tokens, and a question.

const Finding = z.object({ source: z.string(), text: z.string(), score: z.number() });

const State = MessagesZodState.extend({
  question: z.string(),
  category: z.string().default(''),
  findings: withLangGraph(z.array(Finding), {
    reducer: { fn: (known, added) => [...known, ...added] },
    default: () => [],
  }),
  draft: z.string().default(''),
  confidence: z.number().default(0),
  attempt: z.number().int().default(0),
  sent: z.boolean().default(false),
}).describe("Answers a customer's question: looks it up in three places at once, writes, and asks before it sends.");
type Support = z.infer<typeof State>;

const SOURCES = {
  orders: { text: 'Order 4711 was handed to a neighbour at 14:12.', score: 0.93, takesMs: 420 },
  manual: { text: 'A parcel may be left with a neighbour; a card says with whom.', score: 0.71, takesMs: 90 },
  forum: { text: 'Cards are often found under the mat.', score: 0.38, takesMs: 240 },
};
type Source = keyof typeof SOURCES;
let ordersFailed = false;

async function look({ source }: { source: Source }) {
  const { text, score, takesMs } = SOURCES[source];
  console.log('GET /%s?q=parcel', source);
  await sleep(takesMs);
  if (source === 'orders' && !ordersFailed) {
    ordersFailed = true;
    console.warn('orders answered 503, asking again');
    throw new Error('The order service answered 503.');
  }
  console.info('%s: best score %d', source, score);
  return { findings: [{ source, text, score }] };
}

async function write({ findings, attempt, question }: Support) {
  console.log('prompt of %d findings, attempt %d', findings.length, attempt + 1);
  await sleep(640);
  const confidence = attempt === 0 ? 0.62 : 0.88;
  if (confidence < 0.7) console.warn('confidence %d is below 0.7: written once more', confidence);
  const draft =
    attempt === 0
      ? 'Dear Ada,\nyour parcel was delivered.\nPlease look around the house.\nThe support team'
      : 'Dear Ada,\nyour parcel was handed to a neighbour at 14:12.\nPlease look for a card under the mat.\nThe support team';
  const usage = { input_tokens: 412 + attempt * 96, output_tokens: 58, total_tokens: 470 + attempt * 96 };
  return {
    attempt: attempt + 1,
    confidence,
    draft,
    messages: [
      ...(attempt === 0 ? [{ type: 'human', content: question }] : []),
      { type: 'ai', content: draft, usage_metadata: usage },
    ],
  };
}

export const graph = new StateGraph(State)
  .addNode('sort', async () => {
    await sleep(130);
    return { category: 'delivery' };
  })
  .addNode('look', look, { retryPolicy: { maxAttempts: 3, initialInterval: 150, jitter: false } })
  .addNode('write', write)
  .addNode('review', ({ draft }) => {
    interrupt({ question: 'Send this answer?', draft, answer_schema: { type: 'boolean' } });
    return {};
  })
  .addNode('send', async () => {
    await sleep(210);
    console.log('mail accepted');
    return { sent: true };
  })
  .addEdge(START, 'sort')
  .addConditionalEdges('sort', () => Object.keys(SOURCES).map((source) => new Send('look', { source })), ['look'])
  .addEdge('look', 'write')
  .addConditionalEdges('write', ({ confidence }) => (confidence < 0.7 ? 'write' : 'review'), ['write', 'review'])
  .addEdge('review', 'send')
  .addEdge('send', END)
  .compile({ name: 'support' });
