'use client';

import { Panel, useReactFlow } from '@xyflow/react';
import { Crosshair, Maximize, Minus, Plus } from 'lucide-react';
import { IconButton } from '@/app/components/ui/icon-button';

interface GraphControlsProps {
  onShowWhole: () => void;
  onShowActive: () => void;
}

export function GraphControls({ onShowWhole, onShowActive }: GraphControlsProps) {
  const { zoomIn, zoomOut } = useReactFlow();
  return (
    <Panel position="bottom-left" className="m-3! flex flex-col gap-1">
      <IconButton
        className={BUTTON}
        label="Zoom in"
        icon={<Plus aria-hidden size={14} />}
        onClick={() => void zoomIn()}
      />
      <IconButton
        className={BUTTON}
        label="Zoom out"
        icon={<Minus aria-hidden size={14} />}
        onClick={() => void zoomOut()}
      />
      <IconButton
        className={BUTTON}
        label="Show the whole graph"
        icon={<Maximize aria-hidden size={13} />}
        onClick={onShowWhole}
      />
      <IconButton
        className={BUTTON}
        label="Show what this step is about"
        icon={<Crosshair aria-hidden size={13} />}
        onClick={onShowActive}
      />
    </Panel>
  );
}

const BUTTON = 'border border-line-strong bg-surface';
