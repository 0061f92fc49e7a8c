'use client';

import { ArrowDown, ArrowUp, X } from 'lucide-react';
import { memo } from 'react';
import type { JsonSchema } from '@/lib/contracts/debugger';
import { IconButton } from '../ui/icon-button';
import { Field } from './field';
import { useForm } from './form-context';
import { childPointer, type Pointer } from './pointer';

interface ListItemProps {
  list: Pointer;
  index: number;
  count: number;
  schema: JsonSchema;
  value: unknown;
  depth: number;
  /** A tuple's own places can be neither moved nor removed. */
  isFixed: boolean;
}

export const ListItem = memo(function ListItem({ list, index, count, schema, value, depth, isFixed }: ListItemProps) {
  const { edit, move } = useForm();
  const pointer = childPointer(list, index);
  const actions = !isFixed && (
    <span className="flex shrink-0 opacity-0 group-focus-within/field:opacity-100 group-hover/field:opacity-100">
      <IconButton
        label={`Move item ${index} up`}
        icon={<ArrowUp aria-hidden size={12} />}
        className="size-5"
        disabled={index === 0}
        onClick={() => move(list, index, index - 1)}
      />
      <IconButton
        label={`Move item ${index} down`}
        icon={<ArrowDown aria-hidden size={12} />}
        className="size-5"
        disabled={index === count - 1}
        onClick={() => move(list, index, index + 1)}
      />
      <IconButton
        label={`Remove item ${index}`}
        icon={<X aria-hidden size={13} />}
        className="size-5"
        onClick={() => edit(pointer, undefined)}
      />
    </span>
  );
  return (
    <Field
      schema={schema}
      pointer={pointer}
      value={value}
      label={String(index)}
      isItem
      depth={depth}
      actions={actions}
    />
  );
});
