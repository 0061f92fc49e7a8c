import { Handle, Position } from '@xyflow/react';

/** React Flow draws no edge without handles; ours are routed by the layout, so these are not seen. */
export function NodeHandles() {
  return (
    <>
      <Handle type="target" position={Position.Top} isConnectable={false} className="invisible" />
      <Handle type="source" position={Position.Bottom} isConnectable={false} className="invisible" />
    </>
  );
}
