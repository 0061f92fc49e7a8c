'use client';

import { ChevronDown } from 'lucide-react';

interface SelectMenuProps {
  /** Its accessible name. */
  label: string;
  value: string;
  options: { value: string; label: string }[];
  onChange: (value: string) => void;
}

/** The system's own menu in our clothes: keyboard, type-ahead and touch come with it. */
export function SelectMenu({ label, value, options, onChange }: SelectMenuProps) {
  return (
    <span className="relative inline-flex">
      <select
        aria-label={label}
        value={value}
        className="h-7.5 max-w-60 appearance-none truncate rounded-md border border-control-line/60 bg-surface pr-7 pl-2.5 hover:border-control-line"
        onChange={(event) => onChange(event.target.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden size={14} className="pointer-events-none absolute top-2 right-2 text-fg-3" />
    </span>
  );
}
