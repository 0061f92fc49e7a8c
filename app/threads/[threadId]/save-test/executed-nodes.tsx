import { Badge } from '@/app/components/ui/badge';
import type { SavedTest } from '@/lib/contracts/saved-test';

interface ExecutedNodesProps {
  nodes: SavedTest['nodes'];
  execute: readonly string[];
  onChange: (execute: string[]) => void;
}

/** Which nodes the test really runs. One whose questions were answered inside of it can't be among them, and says so. */
export function ExecutedNodes({ nodes, execute, onChange }: ExecutedNodesProps) {
  if (nodes.length === 0) return null;
  const toggle = (node: string) =>
    onChange(execute.includes(node) ? execute.filter((each) => each !== node) : [...execute, node]);
  return (
    <fieldset className="flex max-h-32 shrink-0 flex-wrap items-center gap-x-4 gap-y-1.5 overflow-y-auto px-4 pt-2.5">
      <legend className="float-left mr-1 text-fg-2">Really run</legend>
      {nodes.map(({ node, runs, failed, obstacle }) => (
        <label key={node} title={obstacle ?? undefined} className="flex items-center gap-1.5 has-disabled:text-fg-3">
          <input
            type="checkbox"
            checked={execute.includes(node)}
            disabled={obstacle !== null}
            className="accent-now"
            onChange={() => toggle(node)}
          />
          <span className="font-mono text-xs">{node}</span>
          {runs > 1 && <span className="text-xs text-fg-3">× {runs}</span>}
          {failed && <Badge tone="fail">failed</Badge>}
          {obstacle !== null && <span className="text-xs">answered inside</span>}
        </label>
      ))}
    </fieldset>
  );
}
