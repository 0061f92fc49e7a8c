'use client';

import { useState } from 'react';
import type { JsonSchema } from '@/lib/contracts/debugger';
import { isOpen, isTypedValue } from './field-kind';
import { inferSchema } from './infer-schema';
import { fits } from './validate';

/**
 * The schema itself or, when it is open, one inferred from the value. The inferred one is kept while the value fits it,
 * so that a list that was emptied still knows what its items look like.
 */
export function useShape(schema: JsonSchema, value: unknown): JsonSchema {
  const [known, setKnown] = useState<{ shape: JsonSchema; from: unknown } | null>(null);
  if (!isOpen(schema) || value === undefined || value === null || isTypedValue(value)) return schema;
  // A long list is inferred from a part of it, so it need not fit its own shape: asking again would never end.
  if (known !== null && (known.from === value || fits(known.shape, value, known.shape))) {
    return { ...known.shape, ...schema };
  }
  const shape = inferSchema(value);
  setKnown({ shape, from: value });
  return { ...shape, ...schema };
}
