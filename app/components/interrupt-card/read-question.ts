import type { JsonSchema } from '@/lib/contracts/debugger';
import { isPlainObject } from '@/lib/inspect/json';

/** What a node asked, taken apart for reading. */
export interface Question {
  /** One line or a paragraph; null when the value names no question. */
  title: string | null;
  /** Why the last answer was not taken. */
  problem: string | null;
  /** What belongs to the question: a draft, a tool call, … */
  parts: QuestionPart[];
  answer: AnswerKind;
}

export type QuestionPart =
  | { label: string; kind: 'text'; text: string }
  | { label: string; kind: 'json'; value: unknown };

export interface Choice {
  label: string;
  value: unknown;
}

export type AnswerKind =
  /** Buttons. With a `property`, the answer is an object: the chosen value under that key, beside the form's other keys. */
  | {
      kind: 'choice';
      choices: Choice[];
      property: string | null;
      label: string | null;
      rest: JsonSchema | null;
      schema: JsonSchema | null;
    }
  | { kind: 'form'; schema: JsonSchema }
  | { kind: 'free' };

const TITLE_KEYS = ['question', 'message', 'prompt', 'title'];
const OWN_KEYS = new Set(['answer_schema', 'options', 'problem']);
const MAX_BUTTONS = 5;

/** The convention is written at `InterruptCard`. */
export function readQuestion(value: unknown): Question {
  if (typeof value === 'string') return { title: value, problem: null, parts: [], answer: answerFor(value, {}) };
  if (!isPlainObject(value)) {
    return { title: null, problem: null, parts: [{ label: 'value', kind: 'json', value }], answer: { kind: 'free' } };
  }
  const titleKey = TITLE_KEYS.find((key) => typeof value[key] === 'string');
  const title = titleKey === undefined ? null : String(value[titleKey]);
  return {
    title,
    problem: typeof value.problem === 'string' ? value.problem : null,
    parts: Object.entries(value)
      .filter(([key]) => key !== titleKey && !OWN_KEYS.has(key))
      .map(([label, part]) =>
        typeof part === 'string' ? { label, kind: 'text', text: part } : { label, kind: 'json', value: part },
      ),
    answer: answerFor(title, value),
  };
}

function answerFor(title: string | null, { answer_schema: schema, options }: Record<string, unknown>): AnswerKind {
  if (isPlainObject(schema)) return answerBySchema(schema);
  if (Array.isArray(options) && options.length > 0) return choice(options.map(optionChoice));
  if (title !== null && asksYesOrNo(title)) return choice(choicesOf({ type: 'boolean' }) ?? []);
  return { kind: 'free' };
}

/** A lone menu or switch, or an object with exactly one required one, becomes buttons; anything else a form. */
function answerBySchema(schema: JsonSchema): AnswerKind {
  const choices = choicesOf(schema);
  if (choices !== null) return choice(choices, { schema });
  const { properties } = schema;
  if (!isPlainObject(properties)) return { kind: 'form', schema };
  const required = Array.isArray(schema.required) ? schema.required : [];
  const found = Object.entries(properties).flatMap(([key, property]) => {
    const own = isPlainObject(property) && required.includes(key) ? choicesOf(property) : null;
    return own === null ? [] : [{ key, choices: own, description: (property as JsonSchema).description }];
  });
  const [only] = found;
  if (only === undefined || found.length > 1) return { kind: 'form', schema };
  const { [only.key]: _, ...others } = properties;
  return choice(only.choices, {
    property: only.key,
    label: typeof only.description === 'string' ? only.description : null,
    rest:
      Object.keys(others).length === 0
        ? null
        : { ...schema, properties: others, required: required.filter((key) => key !== only.key) },
    schema,
  });
}

function choice(choices: Choice[], more: Partial<Extract<AnswerKind, { kind: 'choice' }>> = {}): AnswerKind {
  return { kind: 'choice', choices, property: null, label: null, rest: null, schema: null, ...more };
}

function choicesOf(schema: JsonSchema): Choice[] | null {
  if (schema.type === 'boolean') {
    return [
      { label: 'Yes', value: true },
      { label: 'No', value: false },
    ];
  }
  if (!Array.isArray(schema.enum) || schema.enum.length > MAX_BUTTONS) return null;
  return schema.enum.map((value) => ({ label: capitalised(String(value)), value }));
}

/** An option is a value, or `{ label, value }`. */
function optionChoice(option: unknown): Choice {
  if (isPlainObject(option) && 'value' in option)
    return { label: String(option.label ?? option.value), value: option.value };
  return { label: capitalised(typeof option === 'string' ? option : JSON.stringify(option)), value: option };
}

function asksYesOrNo(title: string): boolean {
  if (/[([]\s*y(es)?\s*(\/|or)\s*no?\s*[)\]]\s*[?:]?$/i.test(title.trim())) return true;
  return /^(do|does|is|are|was|were|should|shall|can|could|may|will|would|approve|publish|continue|proceed|confirm|ok(ay)?)\b[^?]*\?\s*$/i.test(
    title.trim(),
  );
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
