'use client';

import { memo, type ReactNode } from 'react';
import { Button, type ButtonTone } from '@/app/components/ui/button';
import { cx } from '@/app/components/ui/cx';
import { Tooltip } from '@/app/components/ui/tooltip';

interface ActButtonProps {
  label: string;
  icon: ReactNode;
  keys: string;
  tone?: ButtonTone;
  isBusy?: boolean;
  /** Why it cannot be pressed now; null when it can. */
  blockedBecause: string | null;
  onPress: () => void;
  /** On what it acts, where that is not plain. */
  note?: string | undefined;
  /** Classes that make room for the longest of its labels, where they show; these begin at its left: nothing moves with them. */
  width?: string;
  /** Its icon says enough: its label shows in wide windows only. */
  isTerse?: boolean;
  /** Of what it opens; undefined for a plain action. */
  isOpen?: boolean;
}

/** Stays in its place and in the tab order while it is blocked, and says why. In a narrow window only its icon shows. */
export const ActButton = memo(function ActButton({
  label,
  icon,
  keys,
  tone = 'neutral',
  isBusy,
  blockedBecause,
  onPress,
  isOpen,
  width,
  isTerse = false,
  note,
}: ActButtonProps) {
  const isBlocked = blockedBecause !== null;
  const why = blockedBecause ?? note;
  // Always inside of a tooltip: a button that moved in the tree when it is unblocked would lose a click that is under way.
  return (
    <Tooltip text={why ?? label} keys={keys}>
      <Button
        tone={isBlocked ? 'neutral' : tone}
        icon={icon}
        isBusy={isBusy ?? false}
        aria-label={label}
        aria-disabled={isBlocked || undefined}
        aria-description={why}
        aria-keyshortcuts={keys}
        {...(isOpen !== undefined && { 'aria-expanded': isOpen, 'aria-haspopup': 'dialog' as const })}
        className={cx(
          width !== undefined && 'xl:justify-start!',
          width,
          isBlocked && 'cursor-not-allowed text-fg-3 hover:bg-surface',
        )}
        onClick={isBlocked ? undefined : onPress}
      >
        <span className={isTerse ? 'max-2xl:hidden' : 'max-xl:hidden'}>{label}</span>
      </Button>
    </Tooltip>
  );
});
