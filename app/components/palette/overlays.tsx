'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useKeyListener, useKeys } from '@/lib/client/use-keys';

const Palette = dynamic(() => import('./palette').then((module) => module.Palette), { ssr: false });
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
