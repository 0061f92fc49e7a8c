/**
 * Every key of the interface, in the order in which the list of keys shows them. A new key is a line here, and a handler
 * under its name with `useKeys`. A widget that listens for itself (a tree, a slider, a form) has its lines too, without a name.
 */
export interface KeyLine {
  /** What `useKeys` names it by. Without one, a widget listens for the key itself. */
  id?: string;
  place: KeyPlace;
  /** Ways to write it: `Mod` is ⌘ on a Mac and Ctrl elsewhere. */
  keys: readonly string[];
  does: string;
  /** Another way to do what the command palette offers anyway, or nothing without a row in focus. */
  isHidden?: true;
  /** Held down, it counts once. */
  isOnce?: true;
}

export const KEY_PLACES = [
  'Everywhere',
  'Threads',
  'Run',
  'Time',
  'Compare',
  'Value',
  'Panes',
  'Inside',
  'Edit & fork',
] as const;
export type KeyPlace = (typeof KEY_PLACES)[number];

export const KEY_MAP = [
  { id: 'palette.open', place: 'Everywhere', keys: ['Mod+k'], does: 'Open the command palette', isHidden: true },
  { id: 'keys.list', place: 'Everywhere', keys: ['?'], does: 'List the keys' },
  { id: 'theme.switch', place: 'Everywhere', keys: ['Shift+T'], does: 'Switch the theme: system, light, dark' },
  { id: 'threads.search', place: 'Threads', keys: ['/'], does: 'Search threads' },
  { id: 'threads.next', place: 'Threads', keys: ['j', 'ArrowDown'], does: 'Next thread', isHidden: true },
  { id: 'threads.previous', place: 'Threads', keys: ['k', 'ArrowUp'], does: 'Previous thread', isHidden: true },
  { place: 'Threads', keys: ['Enter'], does: 'Open the thread' },
  { id: 'threads.choose', place: 'Threads', keys: ['x'], does: 'Choose the thread, or not', isHidden: true },
  { id: 'run.continue', place: 'Run', keys: ['F8', 'r'], does: 'Run on from here; pause what runs' },
  { id: 'run.step', place: 'Run', keys: ['F9', 's'], does: 'Run one step' },
  { id: 'run.to', place: 'Run', keys: ['Shift+F9'], does: 'Run to a node or a step' },
  { id: 'run.pause', place: 'Run', keys: ['p'], does: 'Pause the run before its next step' },
  { id: 'run.stop', place: 'Run', keys: ['Shift+F8', '.'], does: 'Stop the run' },
  { id: 'time.previous', place: 'Time', keys: ['ArrowLeft'], does: 'Step back' },
  { id: 'time.next', place: 'Time', keys: ['ArrowRight'], does: 'Step forward' },
  { id: 'time.previous-landmark', place: 'Time', keys: ['Shift+ArrowLeft'], does: 'The landmark or hit before' },
  { id: 'time.next-landmark', place: 'Time', keys: ['Shift+ArrowRight'], does: 'The landmark or hit after' },
  { id: 'find.open', place: 'Time', keys: ['/'], does: 'Find over history: where an expression holds' },
  { id: 'time.branch-above', place: 'Time', keys: ['ArrowUp'], does: 'The same step on the branch above' },
  { id: 'time.branch-below', place: 'Time', keys: ['ArrowDown'], does: 'The same step on the branch below' },
  { id: 'time.first', place: 'Time', keys: ['Home'], does: 'First step' },
  { id: 'time.last', place: 'Time', keys: ['End'], does: 'The newest step, followed live' },
  { id: 'time.play', place: 'Time', keys: [' '], does: 'Play the branch from here; hold', isOnce: true },
  { id: 'compare.open', place: 'Compare', keys: ['c'], does: 'Compare with another branch or thread' },
  { id: 'compare.parting', place: 'Compare', keys: ['d'], does: 'Where the two lines part' },
  { id: 'compare.ends', place: 'Compare', keys: ['Shift+D'], does: 'How their ends differ' },
  { id: 'compare.leave', place: 'Compare', keys: ['Escape'], does: 'Compare no longer' },
  { id: 'value.previous', place: 'Value', keys: ['l'], does: 'The last change of the picked value before this step' },
  { id: 'value.next', place: 'Value', keys: ['Shift+L'], does: 'Its next change' },
  { id: 'value.history', place: 'Value', keys: ['h'], does: 'All its changes' },
  { id: 'value.watch', place: 'Value', keys: ['w'], does: 'Watch the picked value, or no longer' },
  { id: 'value.narrow', place: 'Value', keys: ['Shift+W'], does: 'Show only what is watched, or everything' },
  { id: 'panes.graph', place: 'Panes', keys: ['1'], does: 'Show or hide the graph' },
  { id: 'panes.timeline', place: 'Panes', keys: ['2'], does: 'Show or hide the timeline' },
  { id: 'panes.state', place: 'Panes', keys: ['3'], does: 'Show or hide the state' },
  { place: 'Panes', keys: ['j', 'k'], does: 'The node after, before the one in focus' },
  { place: 'Panes', keys: ['Alt+ArrowUp', 'Alt+ArrowDown'], does: 'The node above, below' },
  { place: 'Panes', keys: ['Alt+ArrowLeft', 'Alt+ArrowRight'], does: 'The node to the left, to the right' },
  { id: 'thread.export', place: 'Panes', keys: ['Shift+E'], does: 'Export the thread as a capsule' },
  { id: 'thread.test', place: 'Panes', keys: ['Shift+V'], does: 'Save as test: the branch shown as a Vitest file' },
  { place: 'Panes', keys: ['o'], does: 'Open or close the graph inside the node in focus' },
  { id: 'inside.enter', place: 'Inside', keys: ['i'], does: 'Look inside: the node in focus, or of this step' },
  { id: 'inside.previous', place: 'Inside', keys: ['['], does: 'The step before, inside' },
  { id: 'inside.next', place: 'Inside', keys: [']'], does: 'The step after, inside' },
  { id: 'inside.out', place: 'Inside', keys: ['u'], does: 'Back to the graph around' },
  { id: 'edit.open', place: 'Edit & fork', keys: ['e'], does: 'Edit & fork the state' },
  {
    id: 'experiment.open',
    place: 'Edit & fork',
    keys: ['Shift+I'],
    does: 'What if: several edits of this step, or again × k',
  },
  { place: 'Edit & fork', keys: ['Mod+Enter'], does: 'Fork & run' },
] as const satisfies readonly KeyLine[];

export type KeyId = Extract<(typeof KEY_MAP)[number], { id: string }>['id'];

/** The line of a key that `useKeys` names. */
export function keyLine(id: KeyId): KeyLine {
  return KEY_MAP.find((line) => 'id' in line && line.id === id) as KeyLine;
}
