'use client';

import { formatCount } from '../ui/format';
import { SideTask } from '../ui/side-task';
import { ImportRow } from './import-row';

/** Capsules that were chosen: each is imported, or opened read-only. */
export function ImportPane({ files, onClose }: { files: readonly File[]; onClose: () => void }) {
  return (
    <SideTask title={formatCount(files.length, 'capsule')} closeLabel="Close importing" onClose={onClose}>
      <ul className="divide-y">
        {files.map((file, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two files may have one name, and the list never changes.
          <ImportRow key={at} file={file} />
        ))}
      </ul>
    </SideTask>
  );
}
