/** Where a failure came from, folded. Without the message: it stands above already. */
export function StackFrames({ stack }: { stack: string }) {
  return (
    <details className="pt-1 text-2xs text-fg-2">
      <summary className="cursor-pointer">Stack</summary>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area must be reachable by keyboard.
        tabIndex={0}
        className="max-h-60 overflow-auto pt-1 font-mono"
      >
        {framesOf(stack)}
      </pre>
    </details>
  );
}

/** From the first line that names a place on; all of it where none does. */
export function framesOf(stack: string): string {
  const first = stack.search(/^[^\S\n]+at /m);
  return first === -1 ? stack : stack.slice(first);
}
