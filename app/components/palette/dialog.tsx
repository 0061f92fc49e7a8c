'use client';

import { type ReactNode, useEffect, useRef } from 'react';

interface DialogProps {
  label: string;
  onClose: () => void;
  children: ReactNode;
}

/** Over the page, with the keyboard for itself; Escape or a click beside it closes, and the focus goes back. */
export function Dialog({ label, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const opened = dialog.current;
    opened?.showModal();
    // Closing gives the focus back to where it was; leaving the page's tree alone does not.
    return () => opened?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the browser closes a dialog by Escape itself
    <dialog
      ref={dialog}
      aria-label={label}
      onCancel={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
      className="mx-auto mt-[12vh] mb-0 w-[min(640px,calc(100vw-32px))] overflow-hidden rounded-xl border border-line-strong bg-raised p-0 text-fg shadow-pop backdrop:bg-[rgb(0_0_0/0.4)]"
    >
      {children}
    </dialog>
  );
}
