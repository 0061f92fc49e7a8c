'use client';

import { Pause } from 'lucide-react';
import type { TaskQuestion } from '@/lib/contracts/task-details';
import { isContainer } from '@/lib/inspect/json';
import { TaskSection } from './task-section';
import { ValueTree } from './value-tree';

/** What the task asked, and what it was answered. */
export function TaskQuestions({ questions }: { questions: TaskQuestion[] }) {
  if (questions.length === 0) return null;
  return (
    <TaskSection title={questions.length === 1 ? 'Question' : 'Questions'}>
      <ol className="flex flex-col gap-1.5">
        {questions.map((question) => (
          <li key={question.id} className="mx-3 rounded-md border px-2 py-1 text-xs">
            <p className="flex items-center gap-1.5 text-2xs text-wait">
              <Pause aria-hidden size={10} className="fill-current" />
              asked
            </p>
            {question.asked ? (
              <Value label="Question" value={question.asked.value} />
            ) : (
              <p className="text-fg-3">An earlier question of this task; only its answer is kept.</p>
            )}
            <p className="pt-1 text-2xs text-fg-3">answered</p>
            <Answer answer={question.answer} />
          </li>
        ))}
      </ol>
    </TaskSection>
  );
}

function Answer({ answer }: { answer: TaskQuestion['answer'] }) {
  if (answer === null) return <p className="text-fg-2">Not yet.</p>;
  if (answer === 'inside') return <p className="text-fg-2">Yes, inside its subgraph.</p>;
  return <Value label="Answer" value={answer.value} />;
}

function Value({ label, value }: { label: string; value: unknown }) {
  if (typeof value === 'string') return <p className="break-words whitespace-pre-wrap">{value}</p>;
  if (!isContainer(value)) return <p className="font-mono">{String(value)}</p>;
  return <ValueTree label={label} values={Array.isArray(value) ? { items: value } : value} />;
}
