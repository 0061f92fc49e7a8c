'use client';

import { useEffect, useRef, useState } from 'react';
import { copyText } from './copy-text';

const TOLD_MS = 1500;

/** Copies texts, and tells for a moment which one was copied, or that the browser refused. */
export function useCopy<What extends string>() {
  const [told, setTold] = useState<{ what: What; isCopied: boolean } | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = async (what: What, text: string) => {
    setTold({ what, isCopied: await copyText(text) });
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setTold(null), TOLD_MS);
  };
  return { told, copy };
}
