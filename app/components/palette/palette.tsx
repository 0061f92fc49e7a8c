'use client';

import { Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import type { PaletteItem } from '@/lib/client/palette-source';
import { takeTyped, typedAhead } from '@/lib/client/typed-ahead';
import { cx } from '../ui/cx';
import { KeyHint } from '../ui/key-hint';
import { Dialog } from './dialog';
import { usePaletteItems } from './use-palette-items';

/** Type, choose with the arrows, Enter. Escape leaves. */
export function Palette({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState(typedAhead);
  // Keys are collected until the effects run, which also open the dialog: more of them than the first drawing saw.
  useEffect(() => {
    const all = takeTyped();
    if (all !== '') setText(all);
  }, []);
  const [chosen, setChosen] = useState(0);
  const id = useId();
  const groups = usePaletteItems(text);
  const items = groups.flatMap((group) => group.items);
  const at = Math.min(chosen, items.length - 1);

  const choose = (item: PaletteItem) => {
    onClose();
    item.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const item = items[at];
    if (event.key === 'Enter' && item !== undefined) {
      event.preventDefault();
      choose(item);
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const next = (at + (event.key === 'ArrowDown' ? 1 : items.length - 1)) % items.length;
      setChosen(next);
      document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: 'nearest' });
    }
  };

  return (
    <Dialog label="Command palette" onClose={onClose}>
      <div className="relative border-b">
        <Search aria-hidden size={15} className="pointer-events-none absolute top-3.5 left-4 text-fg-3" />
        <input
          autoFocus
          role="combobox"
          aria-label="Command, step, branch, graph or thread"
          aria-expanded={items.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={items.length > 0 ? `${id}-${at}` : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          value={text}
          placeholder="Type a command, a step, a branch, an id…"
          className="h-11 w-full bg-transparent pr-4 pl-10 outline-none placeholder:text-fg-3"
          onChange={(event) => {
            setText(event.target.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div id={`${id}-list`} role="listbox" aria-label="Results" className="max-h-96 scroll-py-2 overflow-y-auto py-1">
        {groups.map(({ group, items: members }) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset has no place in a listbox
          <div key={group} role="group" aria-label={group}>
            <div aria-hidden className="px-4 pt-2 pb-1 text-2xs text-fg-3">
              {group}
            </div>
            {members.map((item) => (
              <Option
                key={item.id}
                id={`${id}-${items.indexOf(item)}`}
                item={item}
                isChosen={items[at] === item}
                onPoint={() => setChosen(items.indexOf(item))}
                onChoose={() => choose(item)}
              />
            ))}
          </div>
        ))}
      </div>
      {items.length === 0 && (
        <p role="status" className="px-4 pb-4 text-fg-3">
          Nothing here is called so.
        </p>
      )}
    </Dialog>
  );
}

interface OptionProps {
  id: string;
  item: PaletteItem;
  isChosen: boolean;
  onPoint: () => void;
  onChoose: () => void;
}

function Option({ id, item, isChosen, onPoint, onChoose }: OptionProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the focus and the keys
    <div
      id={id}
      role="option"
      aria-selected={isChosen}
      tabIndex={-1}
      onPointerMove={onPoint}
      onClick={onChoose}
      className={cx(
        'mx-1 flex h-8 cursor-pointer items-center gap-3 rounded-md px-3',
        isChosen && 'bg-press outline-1 outline-transparent',
      )}
    >
      <span className="truncate">{item.label}</span>
      {item.detail !== undefined && <span className="truncate text-xs text-fg-3">{item.detail}</span>}
      {item.keys !== undefined && (
        <span className="ml-auto">
          <KeyHint keys={item.keys} />
        </span>
      )}
    </div>
  );
}
