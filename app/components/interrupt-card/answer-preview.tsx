import type { Answer } from './answer';

const MAX_LENGTH = 240;

/** The value that `interrupt()` will return in the node; nothing while there is no answer yet. */
export function AnswerPreview({ node, answer }: { node: string; answer: Answer }) {
  if (!answer.ok) return null;
  const json = JSON.stringify(answer.value);
  return (
    <span title={json} className="min-w-0 flex-1 truncate text-xs text-fg-2">
      {node} gets{' '}
      <code className="font-mono text-fg">{json.length <= MAX_LENGTH ? json : `${json.slice(0, MAX_LENGTH)}…`}</code>
    </span>
  );
}
