import { cx } from '../ui/cx';
import type { Question, QuestionPart } from './read-question';

/** Values are shown as text, never as HTML. Where the height is short, a lone question scrolls as one; of several, each long value does. */
export function QuestionView({ question, node }: { question: Question; node: string | null }) {
  const isAlone = node === null;
  return (
    <div
      className={cx('flex min-w-0 flex-col gap-2 px-3', isAlone && 'min-h-12 overflow-auto')}
      // A region that scrolls must be reachable by keyboard.
      {...(isAlone ? { role: 'group', 'aria-label': 'Question', tabIndex: 0 } : {})}
    >
      {node !== null && <p className="font-mono text-xs text-fg-3">{node}</p>}
      {question.title !== null && <p className="text-base font-medium whitespace-pre-wrap">{question.title}</p>}
      {question.problem !== null && (
        <p role="status" className="rounded-md bg-fail-soft px-2 py-1.5 text-xs whitespace-pre-wrap text-fail">
          {question.problem}
        </p>
      )}
      {question.parts.map((part) => (
        <Part key={part.label} part={part} isScrolled={!isAlone} />
      ))}
    </div>
  );
}

const SHORT = 80;

function Part({ part, isScrolled }: { part: QuestionPart; isScrolled: boolean }) {
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
        tabIndex={isScrolled ? 0 : undefined}
        aria-label={part.label}
        className={cx('rounded-md border bg-sunken px-3 py-2', isScrolled && 'max-h-56 overflow-auto')}
      >
        <pre className="font-mono text-xs leading-5 break-words whitespace-pre-wrap">{text}</pre>
      </section>
    </figure>
  );
}
