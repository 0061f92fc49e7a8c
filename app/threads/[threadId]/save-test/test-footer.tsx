import { Copy, Download } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/app/components/ui/button';
import { COPY_REFUSED, copyText } from '@/app/components/ui/copy-text';
import { saveFile } from '@/lib/client/save-file';
import type { SavedTest } from '@/lib/contracts/saved-test';

interface TestFooterProps {
  test: SavedTest;
  /** Something else was chosen, and the text of that is not there yet: the one before must not be taken for it. */
  isOutdated: boolean;
}

/** The file's name, and the ways to take it along. */
export function TestFooter({ test: { text, fileName }, isOutdated }: TestFooterProps) {
  const [done, setDone] = useState<string | null>(null);
  const copy = async () => {
    setDone((await copyText(text)) ? 'Copied' : `${COPY_REFUSED}: download the file instead`);
  };
  const download = () => {
    saveFile(new Blob([text], { type: 'text/typescript' }), fileName);
    setDone(`Saved as ${fileName}`);
  };
  return (
    <div className="flex flex-wrap items-center gap-2 px-4 py-2.5">
      <p role="status" className="min-w-0 flex-1 truncate text-xs text-fg-2">
        {done ?? (
          <>
            <span className="font-mono">{fileName}</span>, beside the graph; run with{' '}
            <span className="font-mono">npx vitest</span>
          </>
        )}
      </p>
      <Button icon={<Copy aria-hidden size={13} />} isBusy={isOutdated} onClick={() => void copy()}>
        Copy
      </Button>
      <Button tone="now" icon={<Download aria-hidden size={13} />} isBusy={isOutdated} onClick={download}>
        Download
      </Button>
    </div>
  );
}
