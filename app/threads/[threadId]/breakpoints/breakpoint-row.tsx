'use client';

import { X } from 'lucide-react';
import { IconButton } from '@/app/components/ui/icon-button';
import { isKnownNode, type KeptBreakpoint, nodeText } from '@/lib/inspect/breakpoint-list';
import { ConditionField } from './condition-field';

interface BreakpointRowProps {
  breakpoint: KeptBreakpoint;
  /** That may be chosen. */
  nodes: readonly string[];
  rootNodes: readonly string[] | null;
  isFocused: boolean;
  onChange: (change: Partial<KeptBreakpoint>) => void;
  onRemove: () => void;
}

const ANY_STEP = '';
const SELECT = 'h-6 rounded-md border border-control-line/60 bg-surface px-1.5 text-xs hover:border-control-line';

export function BreakpointRow({ breakpoint, nodes, rootNodes, isFocused, onChange, onRemove }: BreakpointRowProps) {
  const { node, when, condition, isOn } = breakpoint;
  const isUnknown = node !== null && !isKnownNode(node, rootNodes);
  const choices = node === null || nodes.includes(node) ? nodes : [...nodes, node];
  return (
    <li className="flex flex-col gap-1.5 px-3 py-2">
      <div className="flex items-center gap-2">
        <input
          type="checkbox"
          aria-label="In force"
          checked={isOn}
          onChange={(event) => onChange({ isOn: event.target.checked })}
          className="size-3.5 accent-(--fail)"
        />
        {node !== null && (
          <select
            aria-label="Before or after"
            value={when}
            onChange={(event) => onChange({ when: event.target.value === 'after' ? 'after' : 'before' })}
            className={SELECT}
          >
            <option value="before">before</option>
            <option value="after">after</option>
          </select>
        )}
        <select
          aria-label="Node"
          value={node ?? ANY_STEP}
          onChange={(event) => onChange({ node: event.target.value === ANY_STEP ? null : event.target.value })}
          className={`${SELECT} min-w-0 flex-1 font-mono`}
        >
          {choices.map((name) => (
            <option key={name} value={name}>
              {nodeText(name)}
            </option>
          ))}
          <option value={ANY_STEP}>once a condition becomes true</option>
        </select>
        <IconButton label="Remove" icon={<X aria-hidden size={13} />} className="size-6" onClick={onRemove} />
      </div>
      <ConditionField
        condition={condition}
        isNeeded={node === null}
        isFocused={isFocused}
        onChange={(next) => onChange({ condition: next })}
      />
      {isUnknown && <p className="text-xs text-wait">The graph has no such node: not in force.</p>}
    </li>
  );
}
