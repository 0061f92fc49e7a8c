import type { TokenUsage } from '@/lib/contracts/task-details';
import { isPlainObject } from './json';
import { unwrap } from './preview';

const MAX_DEPTH = 8;
const MAX_VALUES = 20_000;

/** Sums what models report in LangChain's messages, wherever a value holds them; null when none tells. */
export function usageIn(value: unknown): TokenUsage | null {
  const usage: TokenUsage = { input: 0, output: 0, total: 0, messages: 0, models: [] };
  let valuesLeft = MAX_VALUES;
  visit(value, 0);
  return usage.messages === 0 ? null : usage;

  function visit(wrapped: unknown, depth: number): void {
    const { value } = unwrap(wrapped);
    if (typeof value !== 'object' || value === null || depth > MAX_DEPTH || valuesLeft-- <= 0) return;
    const told = isPlainObject(value) ? reported(value) : null;
    if (told === null) {
      for (const inner of Object.values(value)) visit(inner, depth + 1);
      return;
    }
    usage.input += told.input;
    usage.output += told.output;
    usage.total += told.total;
    usage.messages += 1;
    if (told.model !== null && !usage.models.includes(told.model)) usage.models.push(told.model);
  }
}

interface Reported {
  input: number;
  output: number;
  total: number;
  model: string | null;
}

function reported(message: Record<string, unknown>): Reported | null {
  const response = recordOf(message.response_metadata);
  const output = recordOf(message.llmOutput);
  const places = [message.usage_metadata, response.tokenUsage, response.usage, output.tokenUsage, output.usage];
  for (const place of places) {
    const counts = recordOf(place);
    const input = numberOf(counts, 'input_tokens', 'promptTokens', 'prompt_tokens');
    const out = numberOf(counts, 'output_tokens', 'completionTokens', 'completion_tokens');
    if (input === null && out === null) continue;
    const sum = (input ?? 0) + (out ?? 0);
    const total = numberOf(counts, 'total_tokens', 'totalTokens') ?? sum;
    const model = response.model_name ?? response.model ?? output.model_name;
    return { input: input ?? 0, output: out ?? 0, total, model: typeof model === 'string' ? model : null };
  }
  return null;
}

function recordOf(value: unknown): Record<string, unknown> {
  const { value: inner } = unwrap(value);
  return isPlainObject(inner) ? inner : {};
}

function numberOf(counts: Record<string, unknown>, ...names: string[]): number | null {
  for (const name of names) if (typeof counts[name] === 'number') return counts[name];
  return null;
}
