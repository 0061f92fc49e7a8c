'use client';

import { RotateCw, TriangleAlert } from 'lucide-react';
import { Button } from './button';

interface ErrorStateProps {
  /** What could not be done, e.g. "The timeline could not be read". */
  title: string;
  error: unknown;
  onRetry: () => void;
}

export function ErrorState({ title, error, onRetry }: ErrorStateProps) {
  return (
    <div role="alert" className="flex flex-1 flex-col items-center justify-center gap-2 px-6 py-10 text-center">
      <TriangleAlert aria-hidden size={18} className="text-fail" />
      <p className="font-medium">{title}</p>
      <p className="max-w-120 break-words text-fg-2">{error instanceof Error ? error.message : String(error)}</p>
      <Button className="mt-2" onClick={onRetry} icon={<RotateCw aria-hidden size={13} />}>
        Try again
      </Button>
    </div>
  );
}
