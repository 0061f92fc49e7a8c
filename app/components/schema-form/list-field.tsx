'use client';

import { Plus } from 'lucide-react';
import { useId, useState } from 'react';
import { Button } from '../ui/button';
import { cx } from '../ui/cx';
import { defaultValue } from './default-value';
import { Disclosure } from './disclosure';
import type { FieldProps } from './field';
import type { FieldKind } from './field-kind';
import { findItems, PAGE_SIZE } from './find-items';
import { useForm } from './form-context';
import { ListItem } from './list-item';
import { INPUT_CLASS } from './primitive-controls';

type ListKind = Extract<FieldKind, { kind: 'list' | 'tuple' }>;
type ListFieldProps = Omit<FieldProps, 'value'> & { value: unknown[]; field: ListKind };

/** From this many items on there is a box to find one. */
const FIND_FROM = 12;

export function ListField(props: ListFieldProps) {
  return (
    <Disclosure {...props} isOpenAtFirst={props.depth <= 1 && props.value.length <= FIND_FROM}>
      <Items {...props} />
    </Disclosure>
  );
}

function Items({ pointer, value, field, depth, label }: ListFieldProps) {
  const { edit, root } = useForm();
  const [text, setText] = useState('');
  const [shown, setShown] = useState(PAGE_SIZE);
  const found = findItems(value, text);
  const visible = found.slice(0, shown);
  const canGrow = field.kind === 'list' || field.rest !== null;
  return (
    <div className="pb-1.5">
      {value.length >= FIND_FROM && (
        <FindBox text={text} onChange={setText} label={label} found={found.length} of={value.length} />
      )}
      {visible.map((index) => (
        <ListItem
          key={index}
          list={pointer}
          index={index}
          count={value.length}
          schema={itemSchema(field, index)}
          value={value[index]}
          depth={depth + 1}
          isFixed={field.kind === 'tuple' && index < field.items.length}
        />
      ))}
      {found.length > visible.length && (
        <Button size="sm" tone="ghost" onClick={() => setShown(shown + PAGE_SIZE)}>
          Show {Math.min(PAGE_SIZE, found.length - visible.length)} more of {found.length - visible.length}
        </Button>
      )}
      {value.length === 0 && <p className="py-1 text-xs text-fg-3">Nothing in this list</p>}
      {canGrow && (
        <Button
          size="sm"
          tone="ghost"
          icon={<Plus aria-hidden size={12} />}
          aria-label={`Add an item to ${label}`}
          onClick={() => {
            setText('');
            setShown(Math.max(shown, value.length + 1));
            edit(pointer, [...value, defaultValue(itemSchema(field, value.length), root)]);
          }}
        >
          Add item
        </Button>
      )}
    </div>
  );
}

interface FindBoxProps {
  text: string;
  onChange: (text: string) => void;
  label: string;
  found: number;
  of: number;
}

function FindBox({ text, onChange, label, found, of }: FindBoxProps) {
  const id = useId();
  return (
    <div className="flex items-center gap-2 py-1.5">
      <input
        value={text}
        type="search"
        aria-label={`Find in ${label}`}
        aria-describedby={id}
        placeholder="Find an item"
        className={cx(INPUT_CLASS, 'max-w-60 border-control-line/60')}
        onChange={(event) => onChange(event.target.value)}
      />
      <span id={id} aria-live="polite" className="text-xs text-fg-3">
        {text === '' ? `${of} items` : `${found} of ${of}`}
      </span>
    </div>
  );
}

function itemSchema(field: ListKind, index: number) {
  return field.kind === 'list' ? field.items : (field.items[index] ?? field.rest ?? {});
}
