'use client';

import { Upload } from 'lucide-react';
import { useRef } from 'react';
import { Button } from '../ui/button';

/** Asks for capsules. */
export function ImportButton({ onFiles }: { onFiles: (files: File[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        accept=".gz,application/gzip"
        aria-label="Capsule files"
        tabIndex={-1}
        className="sr-only"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          // The same file may be chosen again.
          event.target.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
      <Button icon={<Upload aria-hidden size={13} />} onClick={() => input.current?.click()}>
        Import…
      </Button>
    </>
  );
}
