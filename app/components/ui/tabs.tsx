'use client';

import { type KeyboardEvent, memo, type ReactNode, useId } from 'react';
import { cx } from './cx';

export interface Tab<Key extends string> {
  key: Key;
  label: ReactNode;
  /** Violet instead of teal, for the tab in which a person edits. */
  isEdit?: boolean;
}

interface TabsProps<Key extends string> {
  label: string;
  tabs: Tab<Key>[];
  selected: Key;
  onSelect: (key: Key) => void;
  /** Right of the tabs, on the same line. */
  aside?: ReactNode;
  /** The selected tab's panel. */
  children: ReactNode;
}

/** Arrow keys move between tabs and select, Home and End jump, as the ARIA tabs pattern says. */
export function Tabs<Key extends string>({ aside, children, ...list }: TabsProps<Key>) {
  const id = useId();
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-9 shrink-0 items-stretch border-b px-2">
        <TabList id={id} {...list} />
        {aside !== undefined && <div className="flex items-center gap-2">{aside}</div>}
      </div>
      <div
        id={`${id}-panel`}
        role="tabpanel"
        aria-labelledby={`${id}-${list.selected}`}
        tabIndex={-1}
        className="flex min-h-0 flex-1 flex-col outline-none"
      >
        {children}
      </div>
    </div>
  );
}

/** Apart from the panel, which changes far more often. */
const TabList = memo(function TabList<Key extends string>({
  id,
  label,
  tabs,
  selected,
  onSelect,
}: Omit<TabsProps<Key>, 'aside' | 'children'> & { id: string }) {
  const move = (event: KeyboardEvent) => {
    const key = neighbour(tabs, selected, event.key);
    if (key === null) return;
    event.preventDefault();
    event.stopPropagation();
    onSelect(key);
    document.getElementById(`${id}-${key}`)?.focus();
  };
  return (
    <div role="tablist" aria-label={label} onKeyDown={move} className="flex flex-1 items-stretch">
      {tabs.map((tab) => (
        <button
          key={tab.key}
          id={`${id}-${tab.key}`}
          type="button"
          role="tab"
          aria-selected={tab.key === selected}
          aria-controls={`${id}-panel`}
          tabIndex={tab.key === selected ? 0 : -1}
          onClick={() => onSelect(tab.key)}
          className={cx(
            '-mb-px flex items-center gap-1.5 border-b-2 px-2.5 font-medium transition-colors',
            tab.key === selected ? 'text-fg' : 'border-transparent text-fg-2 hover:text-fg',
            tab.key === selected && (tab.isEdit ? 'border-edit' : 'border-now'),
          )}
        >
          {tab.label}
        </button>
      ))}
    </div>
  );
}) as <Key extends string>(props: Omit<TabsProps<Key>, 'aside' | 'children'> & { id: string }) => ReactNode;

function neighbour<Key extends string>(tabs: Tab<Key>[], selected: Key, key: string): Key | null {
  const at = tabs.findIndex((tab) => tab.key === selected);
  const to = {
    ArrowRight: (at + 1) % tabs.length,
    ArrowLeft: (at - 1 + tabs.length) % tabs.length,
    Home: 0,
    End: tabs.length - 1,
  }[key];
  return to === undefined ? null : (tabs[to]?.key ?? null);
}
