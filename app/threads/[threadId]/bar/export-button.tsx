'use client';

import { Download } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { IconButton } from '@/app/components/ui/icon-button';
import { Popover } from '@/app/components/ui/popover';
import { keyLine } from '@/lib/client/key-map';
import { useKeys } from '@/lib/client/use-keys';
import { useDebugger } from '../debugger-model';

/** Loads when it is opened. */
const ExportForm = dynamic(() => import('@/app/components/capsule/export-form').then((module) => module.ExportForm), {
  loading: () => <div aria-busy="true" className="h-40" />,
});

/** The thread as one file. */
export function ExportButton() {
  const { threadId } = useDebugger();
  const [isOpen, setIsOpen] = useState(false);
  const toggle = () => setIsOpen(!isOpen);
  useKeys({ 'thread.export': toggle });
  return (
    <span className="relative">
      <IconButton
        label="Export the thread"
        keys={keyLine('thread.export').keys[0] as string}
        icon={<Download aria-hidden size={14} />}
        aria-expanded={isOpen}
        aria-haspopup="dialog"
        onClick={toggle}
      />
      {isOpen && (
        <Popover label="Export the thread" onClose={() => setIsOpen(false)} className="w-[44rem]">
          <ExportForm takesFocus threadIds={[threadId]} />
        </Popover>
      )}
    </span>
  );
}
