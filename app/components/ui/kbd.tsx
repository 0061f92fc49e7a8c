/** Keys as they are written on the keyboard, e.g. `⌘↵` or `Shift →`. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <kbd className="rounded-sm border whitespace-nowrap border-line-strong px-1 font-sans text-2xs leading-4 text-fg-3">
      {keys}
    </kbd>
  );
}
