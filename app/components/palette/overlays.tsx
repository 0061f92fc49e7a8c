'use client';

import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import { collectTyped } from '@/lib/client/typed-ahead';
import { useKeyListener, useKeys } from '@/lib/client/use-keys';

const Palette = dynamic(() => import('./palette').then((module) => module.Palette), { ssr: false, loading: TypeAhead });
const KeyList = dynamic(() => import('./key-list').then((module) => module.KeyList), { ssr: false });

/** What opens over any page by key, loaded when it is first asked for. */
export function Overlays() {
  const [open, setOpen] = useState<'palette' | 'keys' | null>(null);
  useKeyListener();
  useKeys({ 'palette.open': () => setOpen('palette'), 'keys.list': () => setOpen('keys') });
  const close = () => setOpen(null);
  if (open === 'palette') return <Palette onClose={close} />;
  if (open === 'keys') return <KeyList onClose={close} />;
  return null;
}

/** Stands for the palette while it loads. */
function TypeAhead() {
  useEffect(() => collectTyped(), []);
  return null;
}
