'use client';

import { Command } from 'lucide-react';
import { activeKeys } from '@/lib/client/key-handlers';
import { keyLine } from '@/lib/client/key-map';
import { keyText } from '@/lib/client/key-press';
import { IconButton } from '../ui/icon-button';
import { useIsApple } from '../ui/use-modifier-key';

const [WRITTEN = ''] = keyLine('palette.open').keys;

/** For who does not know the key yet. */
export function PaletteButton() {
  const isApple = useIsApple();
  return (
    <IconButton
      label="Command palette"
      keys={keyText(WRITTEN, isApple)}
      icon={<Command aria-hidden size={15} />}
      onClick={() =>
        activeKeys()
          .find(({ id }) => id === 'palette.open')
          ?.run()
      }
    />
  );
}
