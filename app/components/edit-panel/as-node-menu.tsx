import { ChevronDown } from 'lucide-react';
import type { Preview } from '@/lib/contracts/fork';

interface AsNodeMenuProps {
  /** What the engine chose and what may be chosen; undefined while it could not tell. */
  preview: Preview | undefined;
  /** The graph's nodes, which may be chosen then. */
  nodes: readonly string[];
  /** Null leaves it to the engine. */
  chosen: string | null;
  onChoose: (node: string | null) => void;
}

/** Which node the edit acts as: what runs next follows from it. */
export function AsNodeMenu({ preview, nodes, chosen, onChoose }: AsNodeMenuProps) {
  const automatic = chosen === null && preview ? ` (${nodeName(preview.asNode)})` : '';
  return (
    <label className="relative flex items-center gap-1.5 text-xs text-fg-2">
      as node
      <select
        value={chosen ?? ''}
        className="h-6 max-w-44 appearance-none rounded-md border bg-surface pr-6 pl-2 font-mono text-xs text-fg"
        onChange={(event) => onChoose(event.target.value === '' ? null : event.target.value)}
      >
        <option value="">automatic{automatic}</option>
        {(preview?.asNodeChoices ?? nodes).map((node) => (
          <option key={node} value={node}>
            {nodeName(node)}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden size={12} className="pointer-events-none absolute top-1.5 right-1.5 text-fg-3" />
    </label>
  );
}

export function nodeName(node: string): string {
  if (node === '__start__' || node === '__input__') return 'START';
  return node === '__end__' ? 'END' : node;
}
