'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ErrorState } from '@/app/components/ui/error-state';
import { SideTask } from '@/app/components/ui/side-task';
import { savedTestQuery } from '@/lib/client/saved-tests';
import { useSettledValue } from '@/lib/client/use-settled';
import { useDebugger } from '../debugger-model';
import { CodePreview } from './code-preview';
import { ExecutedNodes } from './executed-nodes';
import { ImportField } from './import-field';
import { TestFooter } from './test-footer';
import { TestVerdict } from './test-verdict';

const TYPING_MS = 300;

/** A branch as a Vitest file: what is chosen about it, what it looks like, and the file. */
export function SaveTestPane({ branchId, onClose }: { branchId: string; onClose: () => void }) {
  const { threadId, history } = useDebugger();
  const [execute, setExecute] = useState<readonly string[] | null>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const wanted = typed?.trim() || null;
  const importPath = useSettledValue(wanted, TYPING_MS);
  const { data, error, refetch, isPlaceholderData } = useQuery(
    savedTestQuery(threadId, { branchId, execute, importPath }),
  );
  const name = history.branches.find((branch) => branch.branchId === branchId)?.name;
  return (
    <div className="fixed inset-y-2 right-2 z-40 flex w-[min(54rem,calc(100vw-16px))] flex-col rounded-xl shadow-pop">
      <SideTask
        title="Save as test"
        closeLabel="Close saving as test"
        className="min-h-0 flex-1"
        choices={history.branches.length > 1 && <span className="text-fg-2">Branch {name}</span>}
        onClose={onClose}
      >
        {error ? (
          <ErrorState title="No test was made" error={error} onRetry={() => void refetch()} />
        ) : data === undefined ? (
          <p aria-busy="true" className="flex-1 px-4 py-3 text-fg-3">
            The branch is being read…
          </p>
        ) : (
          <>
            <TestVerdict test={data} />
            <ExecutedNodes nodes={data.nodes} execute={execute ?? data.execute} onChange={setExecute} />
            <ImportField test={data} value={typed ?? data.importPath} onChange={setTyped} />
            <CodePreview text={data.text} name={data.fileName} />
            <TestFooter test={data} isOutdated={isPlaceholderData || importPath !== wanted} />
          </>
        )}
      </SideTask>
    </div>
  );
}
