interface StoredError {
  name: string;
  message: string;
  stack?: string;
}

/** What a task failed with; the stack is a click away. */
export function TaskError({ error: { name, message, stack } }: { error: StoredError }) {
  return (
    <div className="mt-1.5 rounded-md bg-fail-soft px-2 py-1.5">
      <p className="break-words whitespace-pre-wrap text-xs">
        <span className="font-medium text-fail">{name}</span> {message}
      </p>
      {stack !== undefined && (
        <details className="pt-1 text-2xs text-fg-2">
          <summary>Stack</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard. */}
          <pre tabIndex={0} className="overflow-auto pt-1 font-mono">
            {framesOf(stack)}
          </pre>
        </details>
      )}
    </div>
  );
}

/** The message stands above already. */
function framesOf(stack: string): string {
  const first = stack.search(/^\s+at /m);
  return first === -1 ? stack : stack.slice(first + 1);
}
