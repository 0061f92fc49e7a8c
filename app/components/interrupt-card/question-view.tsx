import type { Question, QuestionPart } from './read-question';

/** Values are shown as text, never as HTML. Long ones scroll inside the card. */
export function QuestionView({ question, node }: { question: Question; node: string | null }) {
  return (
    <div className="flex min-w-0 flex-col gap-2 px-3">
      {node !== null && <p className="font-mono text-xs text-fg-3">{node}</p>}
      {question.title !== null && <p className="text-base font-medium whitespace-pre-wrap">{question.title}</p>}
      {question.problem !== null && (
        <p role="status" className="rounded-md bg-fail-soft px-2 py-1.5 text-xs whitespace-pre-wrap text-fail">
          {question.problem}
        </p>
      )}
      {question.parts.map((part) => (
        <Part key={part.label} part={part} />
      ))}
    </div>
  );
}

const SHORT = 80;

function Part({ part }: { part: QuestionPart }) {
  const text = part.kind === 'text' ? part.text : JSON.stringify(part.value, null, 2);
  if (text.length <= SHORT && !text.includes('\n')) {
    return (
      <p className="font-mono text-xs">
        <span className="text-fg-2">{part.label}: </span>
        {text}
      </p>
    );
  }
  return (
    <figure className="min-w-0">
      <figcaption className="pb-1 font-mono text-xs text-fg-2">{part.label}</figcaption>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        aria-label={part.label}
        className="max-h-56 overflow-auto rounded-md border bg-sunken px-3 py-2"
      >
        <pre className="font-mono text-xs leading-5 break-words whitespace-pre-wrap">{text}</pre>
      </section>
    </figure>
  );
}
