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
  const [inferred, setInferred] = useState<JsonSchema | null>(null);
  if (!isOpen(schema) || value === undefined || value === null || isTypedValue(value)) return schema;
  if (inferred !== null && fits(inferred, value, inferred)) return { ...inferred, ...schema };
  const next = inferSchema(value);
  setInferred(next);
  return { ...next, ...schema };
}
