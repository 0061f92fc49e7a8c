import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx';

interface Choice<Key extends string> {
  key: Key;
  label: ReactNode;
  icon?: LucideIcon;
  title?: string;
}

interface ChoiceSwitchProps<Key extends string> {
  /** What is chosen, for who does not see it. */
  label: string;
  choices: readonly Choice<Key>[];
  chosen: Key;
  /** Not called for what is chosen already. */
  onChoose: (key: Key) => void;
  className?: string;
}

/** A few ways of which one holds, side by side: buttons of which one is pressed. */
export function ChoiceSwitch<Key extends string>({
  label,
  choices,
  chosen,
  onChoose,
  className,
}: ChoiceSwitchProps<Key>) {
  return (
    <fieldset className={cx('flex shrink-0 rounded-md border bg-sunken p-px', className)}>
      <legend className="sr-only">{label}</legend>
      {choices.map(({ key, label: text, icon: Icon, title }) => (
        <button
          key={key}
          type="button"
          aria-pressed={key === chosen}
          title={title}
          onClick={() => key !== chosen && onChoose(key)}
          className={cx(
            'inline-flex h-5 items-center gap-1 rounded-sm px-2 text-xs tabular-nums',
            key === chosen ? 'bg-press font-medium text-fg' : 'text-fg-2 hover:bg-hover hover:text-fg',
          )}
        >
          {Icon && <Icon aria-hidden size={12} />}
          {text}
        </button>
      ))}
    </fieldset>
  );
}
