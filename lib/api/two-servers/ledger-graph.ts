import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Each run, edit and answer brings a token of its own, which is appended and never removed. */
const GRAPH = `
import { Annotation, END, interrupt, START, StateGraph } from 'retrograph';
const Ledger = Annotation.Root({
  tokens: Annotation({ reducer: (tokens, added) => tokens.concat(added), default: () => [] }),
  left: Annotation, asks: Annotation, delay_ms: Annotation,
});
const next = ({ left, asks }) => (left > 0 ? 'work' : asks ? 'ask' : END);
export const ledger = new StateGraph(Ledger)
  .addNode('work', async ({ left, delay_ms }) => {
    await new Promise((resolve) => setTimeout(resolve, delay_ms));
    return { left: left - 1 };
  })
  .addNode('ask', () => ({ tokens: [interrupt('Which token?')], asks: false }))
  .addEdge(START, 'work')
  .addConditionalEdges('work', next, ['work', 'ask'])
  .addEdge('ask', END);
`;

export function writeLedgerGraph(folder: string): void {
  writeFileSync(join(folder, 'ledger.ts'), GRAPH);
  writeFileSync(join(folder, 'retrograph.json'), JSON.stringify({ graphs: { ledger: './ledger.ts:ledger' } }));
}
