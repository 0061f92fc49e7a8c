'use client';

import { ChoiceSwitch } from '@/app/components/ui/choice-switch';
import { useAxisChoice } from './use-axis';

const CHOICES = [
  { key: 'steps', label: 'Steps', title: 'One column for each step' },
  { key: 'clock', label: 'Clock', title: 'Wall-clock time: how long each task took' },
] as const;

/** What the marks stand along. */
export function AxisSwitch() {
  const { kind, choose } = useAxisChoice();
  return <ChoiceSwitch label="Axis of the timeline" choices={CHOICES} chosen={kind} onChoose={choose} />;
}
