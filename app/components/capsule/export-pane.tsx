'use client';

import { formatCount } from '../ui/format';
import { SideTask } from '../ui/side-task';
import { ExportForm } from './export-form';

/** The threads as capsules: what leaves, what is redacted, then the files. */
export function ExportPane({ threadIds, onClose }: { threadIds: readonly string[]; onClose: () => void }) {
  return (
    <SideTask
      title={`Export ${formatCount(threadIds.length, 'thread')}`}
      closeLabel="Close exporting"
      onClose={onClose}
    >
      <ExportForm threadIds={threadIds} />
    </SideTask>
  );
}
