'use client';

import { useSelected } from '../debugger-model';
import { RunNotice } from './run-notice';

interface LostStepNoticeProps {
  step: number;
  onClose: () => void;
}

export function LostStepNotice({ step, onClose }: LostStepNoticeProps) {
  const { entry } = useSelected();
  return (
    <RunNotice onClose={onClose}>
      <p role="alert" className="min-w-0 flex-1">
        Step {step}, which was shown here, was removed: its run was rolled back, or it was pruned.{' '}
        {entry === null ? 'The thread has no other step.' : 'This is the newest step.'}
      </p>
    </RunNotice>
  );
}
