'use client';

import { useCallback, useEffect, useId, useMemo, useRef } from 'react';
import type { JsonSchema } from '@/lib/contracts/debugger';
import { Field } from './field';
import { FormContext } from './form-context';
import { moveItem, type Pointer, valueAt, withValueAt } from './pointer';
import { type Misfits, NO_MISFITS } from './validate';

interface SchemaFormProps {
  schema: JsonSchema;
  value: unknown;
  onChange: (next: unknown) => void;
  /** Marks what differs from it. */
  baseline?: unknown;
  misfits?: Misfits;
  /** What the value as a whole is called, for assistive technology. */
  label: string;
}

/**
 * A form for any JSON Schema that zod writes. Where the schema is open, it follows the current value's shape.
 * Collapsed parts are not rendered, so a state of hundreds of items opens at once.
 */
export function SchemaForm({ schema, value, onChange, baseline, misfits = NO_MISFITS, label }: SchemaFormProps) {
  const idPrefix = useId();
  const latest = useRef({ value, onChange });
  useEffect(() => {
    latest.current = { value, onChange };
  });
  const edit = useCallback((pointer: Pointer, next: unknown) => {
    const changed = withValueAt(latest.current.value, pointer, next);
    latest.current.value = changed;
    latest.current.onChange(changed);
  }, []);
  const move = useCallback(
    (list: Pointer, from: number, to: number) => {
      const items = valueAt(latest.current.value, list);
      if (Array.isArray(items)) edit(list, moveItem(items, from, to));
    },
    [edit],
  );
  const form = useMemo(
    () => ({ idPrefix, root: schema, baseline, misfits, edit, move }),
    [idPrefix, schema, baseline, misfits, edit, move],
  );
  return (
    <FormContext value={form}>
      <Field schema={schema} pointer="" value={value} label={label} depth={0} />
    </FormContext>
  );
}
