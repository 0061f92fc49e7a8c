import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { answerOf, emptyAnswer } from './answer';
import { readQuestion } from './read-question';

const answerSchema = z.toJSONSchema(
  z.object({ decision: z.enum(['approve', 'revise']).describe('Publish?'), remark: z.string().max(5).default('') }),
  { io: 'input' },
);

describe('a text that asks for yes or no', () => {
  it.each(['May I delete it? (yes/no)', 'Delete all rows [y/n]', 'Go on? (yes or no):', 'Publish this?'])(
    'gets two buttons: %s',
    (text) =>
      expect(readQuestion(text).answer).toMatchObject({ kind: 'choice', choices: [{ value: true }, { value: false }] }),
  );

  it('is no other text', () => {
    expect(readQuestion('Which of them? (any)').answer.kind).toBe('free');
  });
});

describe('readQuestion', () => {
  it('takes the question, its parts and a problem apart', () => {
    const question = readQuestion({
      question: 'Publish these notes?',
      draft: '# Notes',
      cost: { usd: 2 },
      problem: 'No such choice',
    });
    expect(question).toMatchObject({
      title: 'Publish these notes?',
      problem: 'No such choice',
      parts: [
        { label: 'draft', kind: 'text', text: '# Notes' },
        { label: 'cost', kind: 'json', value: { usd: 2 } },
      ],
    });
  });

  it('makes buttons of the one required choice of an answer schema, with the other keys beside them', () => {
    const { answer } = readQuestion({ question: 'Which?', answer_schema: answerSchema });
    expect(answer).toMatchObject({
      kind: 'choice',
      property: 'decision',
      label: 'Publish?',
      choices: [
        { label: 'Approve', value: 'approve' },
        { label: 'Revise', value: 'revise' },
      ],
      rest: { properties: { remark: { type: 'string' } } },
    });
  });

  it('makes a form of an answer schema without a choice, or with several', () => {
    const two = z.toJSONSchema(z.object({ a: z.boolean(), b: z.boolean() }));
    expect(readQuestion({ answer_schema: two }).answer.kind).toBe('form');
    expect(readQuestion({ answer_schema: z.toJSONSchema(z.object({ text: z.string() })) }).answer.kind).toBe('form');
  });

  it('offers options and yes or no as buttons', () => {
    const { answer } = readQuestion({ question: 'Which?', options: ['left', { label: 'To the right', value: 2 }] });
    expect(answer).toMatchObject({
      choices: [
        { label: 'Left', value: 'left' },
        { label: 'To the right', value: 2 },
      ],
    });
    expect(readQuestion('Do you approve?').answer).toMatchObject({ choices: [{ value: true }, { value: false }] });
  });

  it('asks for free text otherwise', () => {
    expect(readQuestion('What is your name?').answer).toEqual({ kind: 'free' });
    expect(readQuestion(42)).toMatchObject({ title: null, parts: [{ value: 42 }], answer: { kind: 'free' } });
  });
});

describe('answerOf', () => {
  const { answer: kind } = readQuestion({ answer_schema: answerSchema });

  it('puts the choice and what stands beside it together', () => {
    const draft = { ...emptyAnswer(kind), chosen: 1, form: { remark: 'short' } };
    expect(answerOf(kind, draft)).toEqual({ ok: true, value: { decision: 'revise', remark: 'short' } });
  });

  it('tells what does not fit', () => {
    const draft = { ...emptyAnswer(kind), chosen: 0, form: { remark: 'too long' } };
    const answer = answerOf(kind, draft);
    expect(!answer.ok && [...answer.misfits.keys()]).toEqual(['/remark']);
    expect(answerOf(kind, emptyAnswer(kind))).toMatchObject({ ok: false, why: 'Choose an answer' });
  });

  it('sends free text as it is, or as the JSON it means', () => {
    const free = { ...emptyAnswer(kind), isFree: true, text: '{"a":1}' };
    expect(answerOf(kind, free)).toEqual({ ok: true, value: '{"a":1}' });
    expect(answerOf(kind, { ...free, textAs: 'json' })).toEqual({ ok: true, value: { a: 1 } });
    expect(answerOf(kind, { ...free, textAs: 'json', text: '{' })).toMatchObject({ ok: false });
  });
});
