import dynamic from 'next/dynamic';
import { CopyPane } from './copy-pane';
import { DeletePane } from './delete-pane';
import { PrunePane } from './prune-pane';
import type { ThreadAct } from './thread-act';

/** Load when they are opened. */
const ExportPane = dynamic(() => import('../capsule/export-pane').then((module) => module.ExportPane), {
  loading: () => null,
});
const ImportPane = dynamic(() => import('../capsule/import-pane').then((module) => module.ImportPane), {
  loading: () => null,
});

interface ActPaneProps {
  act: ThreadAct;
  onClose: () => void;
  onDeleted: () => void;
}

/** What is about to be done to threads, or was. Another act wants another instance. */
export function ActPane({ act, onClose, onDeleted }: ActPaneProps) {
  switch (act.kind) {
    case 'copy':
      return <CopyPane threadIds={act.threadIds} onClose={onClose} />;
    case 'delete':
      return (
        <DeletePane
          threadIds={act.threadIds}
          onClose={onClose}
          onDeleted={() => {
            onDeleted();
            onClose();
          }}
        />
      );
    case 'export':
      return <ExportPane threadIds={act.threadIds} onClose={onClose} />;
    case 'import':
      return <ImportPane files={act.files} onClose={onClose} />;
    case 'prune':
      return <PrunePane threadIds={act.threadIds} onClose={onClose} />;
  }
}
