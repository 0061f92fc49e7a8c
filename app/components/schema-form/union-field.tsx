'use client';

import { ChevronDown } from 'lucide-react';
import type { JsonSchema } from '@/lib/contracts/debugger';
import { cx } from '../ui/cx';
import { defaultValue } from './default-value';
import { chosenOption, typeName } from './describe-schema';
import { Field, type FieldProps } from './field';
import { FieldFrame } from './field-frame';
import { simplify } from './field-kind';
import { useFieldState, useForm } from './form-context';

/** A value of one of several types: a menu chooses which, the field below follows. Choosing another starts it afresh. */
export function UnionField({ options, ...props }: FieldProps & { options: JsonSchema[] }) {
  const { pointer, value, label, schema, actions } = props;
  const { edit, root } = useForm();
  const state = useFieldState(pointer, value);
  const chosen = chosenOption(options, value, root);
  const option = options[chosen];
  const menu = (
    <span className="relative">
      <select
        value={chosen}
        aria-label={`Type of ${label}`}
        className="h-5 appearance-none rounded-sm bg-press pr-5 pl-1.5 text-2xs text-fg-2 hover:text-fg"
        onChange={(event) => {
          const next = options[Number(event.target.value)];
          if (next !== undefined) edit(pointer, defaultValue(next, root));
        }}
      >
        {chosen === -1 && <option value={-1}>none of these</option>}
        {options.map((each, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a schema's options never change their order
          <option key={index} value={index}>
            {typeName(each, root)}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden size={11} className="pointer-events-none absolute top-1 right-1 text-fg-3" />
    </span>
  );
  const buttons = (
    <span className="flex items-center gap-1">
      {menu}
      {actions}
    </span>
  );
  if (option === undefined || simplify(option, root).type === 'null') {
    return (
      <FieldFrame
        label={label}
        description={typeof schema.description === 'string' ? schema.description : undefined}
        state={state}
        actions={buttons}
        layout={props.isItem ? 'item' : 'stacked'}
      >
        <output
          id={state.id}
          className={cx('block py-0.5 font-mono text-xs', option === undefined ? 'text-fail' : 'text-fg-3')}
        >
          {JSON.stringify(value)}
        </output>
      </FieldFrame>
    );
  }
  const described = schema.description === undefined ? option : { ...option, description: schema.description };
  return <Field key={chosen} {...props} schema={described} actions={buttons} />;
}
