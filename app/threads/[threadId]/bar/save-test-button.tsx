'use client';

import { FlaskConical } from 'lucide-react';
import { IconButton } from '@/app/components/ui/icon-button';
import { keyLine } from '@/lib/client/key-map';
import { useDebugger } from '../debugger-model';
import { useSaveTest } from '../save-test/save-test-place';

/** The branch shown as a test. */
export function SaveTestButton() {
  const { branchId } = useDebugger();
  const { isOpen, saveAsTest } = useSaveTest();
  if (branchId === null) return null;
  return (
    <IconButton
      label="Save as test"
      keys={keyLine('thread.test').keys[0] as string}
      icon={<FlaskConical aria-hidden size={14} />}
      aria-expanded={isOpen}
      onClick={() => saveAsTest(branchId)}
    />
  );
}
