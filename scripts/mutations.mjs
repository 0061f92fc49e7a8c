import { MUTATIONS_OF_CAPSULES } from './mutations-of-capsules.mjs';
import { MUTATIONS_OF_FIND } from './mutations-of-find.mjs';
import { MUTATIONS_OF_LISTS } from './mutations-of-lists.mjs';
import { MUTATIONS_OF_REPLAY } from './mutations-of-replay.mjs';
import { MUTATIONS_OF_SAVED_TESTS } from './mutations-of-saved-tests.mjs';
import { MUTATIONS_OF_STEPS } from './mutations-of-steps.mjs';
import { MUTATIONS_OF_STORAGE } from './mutations-of-storage.mjs';
import { MUTATIONS_OF_STRIKES } from './mutations-of-strikes.mjs';

// One line each, as it stands in its file but for its indent, and what it becomes. Nothing else may notice the change at
// once, such as the compiler: a test has to. Change a line, and its mutation has to follow.

export const MUTATIONS = [
  ...MUTATIONS_OF_FIND,
  ...MUTATIONS_OF_LISTS,
  ...MUTATIONS_OF_REPLAY,
  ...MUTATIONS_OF_SAVED_TESTS,
  ...MUTATIONS_OF_STEPS,
  ...MUTATIONS_OF_STORAGE,
  ...MUTATIONS_OF_STRIKES,
  ...MUTATIONS_OF_CAPSULES,
  {
    file: 'engine/loop/state/update-state.ts',
    line: 'return [INTERRUPT, ...triggers];',
    becomes: 'return [INTERRUPT];',
  },
  {
    file: 'engine/loop/entry/entry.ts',
    line: 'const isReplay = descents.length > 0 || (!position.isHead && run.config.configurable?.checkpoint_id !== undefined);',
    becomes: 'const isReplay = descents.length > 0 || run.config.configurable?.checkpoint_id !== undefined;',
  },
  {
    file: 'engine/loop/entry/entry.ts',
    line: 'if (!isReplay) applyCommandWrites(run.state, tuple);',
    becomes: '',
  },
  {
    file: 'engine/loop/entry/entry.ts',
    line: 'if (tuple && isTip) applyCommandWrites(run.state, tuple);',
    becomes: '',
  },
  {
    file: 'engine/loop/entry/entry.ts',
    line: 'if (answers) holdUnanswered(run, tasks);',
    becomes: '',
  },
  {
    file: 'engine/loop/entry/entry.ts',
    line: 'if (run.abort.isAborted) throw run.abort.error();',
    becomes: '',
  },
  {
    file: 'engine/loop/entry/entry.ts',
    line: 'const changed = applyWrites(state, [...discarded, { node: { name: INPUT }, triggers: [], writes }]);',
    becomes: 'const changed = applyWrites(state, [{ node: { name: INPUT }, triggers: [], writes }]);',
  },
  {
    file: 'engine/loop/entry/resume.ts',
    line: "task.isHeld = task.outcome === 'interrupted' && openQuestions(run.state, task).length > 0;",
    becomes: 'task.isHeld = false;',
  },
  {
    file: 'engine/loop/entry/resume.ts',
    line: 'else own = [...task.answers.slice(0, index), answers.get(id)];',
    becomes: 'else own = [answers.get(id)];',
  },
  {
    file: 'engine/loop/entry/resume.ts',
    line: 'if (questions.length > 1) {',
    becomes: 'if (questions.length > 2) {',
  },
  {
    file: 'engine/loop/entry/resume.ts',
    line: "copy.outcome = 'done';",
    becomes: '',
  },
  {
    file: 'engine/loop/entry/position.ts',
    line: "if (position.tuple && position.isTip && !fork) return { kind: 'extend', branchId: branchId ?? newBranchId() };",
    becomes: "if (position.tuple && !fork) return { kind: 'extend', branchId: branchId ?? newBranchId() };",
  },
  {
    file: 'engine/loop/entry/position.ts',
    line: 'return { tuple, isTip: tuple.position.isTip, isHead: tuple.position.isTip && tuple.position.isHead };',
    becomes: 'return { tuple, isTip: tuple.position.isTip, isHead: tuple.position.isHead };',
  },
  {
    file: 'engine/loop/entry/host-path.ts',
    line: 'if (id !== end.id || !end.copy) return id <= end.id;',
    becomes: 'return id <= end.id;',
  },
  {
    file: 'engine/loop/entry/visit.ts',
    line: 'return metadata.parents?.[store.namespace] === checkpointId;',
    becomes: 'return true;',
  },
  {
    file: 'engine/loop/entry/visit.ts',
    line: 'if (await isOnPath(latest, paths)) return { tuple: latest, isFirst: false };',
    becomes: 'return { tuple: latest, isFirst: false };',
  },
  {
    file: 'engine/loop/entry/nested-entry.ts',
    line: 'const isDescent = descents.length > 0 && !(await hasBegun(around[0], namespace));',
    becomes: 'const isDescent = false;',
  },
  {
    file: 'engine/loop/entry/nested-entry.ts',
    line: 'const namespace = isKept ? place : childNamespace(host.state.namespace, task.node.name, callerId, call);',
    becomes: 'const namespace = childNamespace(host.state.namespace, task.node.name, callerId, call);',
  },
  {
    file: 'engine/loop/entry/place.ts',
    line: 'return rank === 0 ? null : String(rank);',
    becomes: 'return null;',
  },
  {
    file: 'engine/loop/entry/nested-entry.ts',
    line: 'const call = frame.subgraphCalls++;',
    becomes: 'const call = frame.subgraphCalls;',
  },
  {
    file: 'engine/loop/entry/nested-entry.ts',
    line: 'if (run.answers) await carryOver(run, originals, tasks, run.answers);',
    becomes: '',
  },
  {
    file: 'engine/loop/task/attempt.ts',
    line: 'if (run.store) noteCommandIn(task, task.bodyWrites);',
    becomes: '',
  },
  {
    file: 'engine/loop/watched-state.ts',
    line: 'if (!reads.includes(key)) {',
    becomes: '{',
  },
  {
    file: 'engine/loop/task/routes.ts',
    line: 'if (known) known.sends += 1;',
    becomes: 'if (known) known.sends = 1;',
  },
  {
    file: 'engine/loop/task/attempt.ts',
    line: 'task.bodyWrites = writes;',
    becomes: '',
  },
  {
    file: 'engine/loop/task/attempt.ts',
    line: 'if (index === 0) task.writes = [...writes, ...edgeWrites];',
    becomes: 'task.writes = [...writes, ...edgeWrites];',
  },
  {
    file: 'engine/loop/task/attempt.ts',
    line: 'const state = run.store ? watchedState(run, writes) : readWithWrites(run.state, run.blueprint.stateKeys, writes);',
    becomes:
      'const state = run.store ? watchedState(run, []) : readWithWrites(run.state, run.blueprint.stateKeys, writes);',
  },
  {
    file: 'engine/loop/task/run-task.ts',
    line: 'if (task.writes.length === 0) task.writes.push([NO_WRITES, null]);',
    becomes: '',
  },
  {
    file: 'engine/loop/task/run-task.ts',
    line: 'if (task.isRerouted) task.writes.unshift([BODY_DONE, null]);',
    becomes: '',
  },
  {
    file: 'engine/loop/task/task.ts',
    line: "triggers: path[0] === '__pregel_push' ? [TASKS] : node.triggers,",
    becomes: 'triggers: node.triggers,',
  },
  {
    file: 'engine/loop/task/task.ts',
    line: 'return index === null ? !task.answered.includes(id) : index >= task.answers.length;',
    becomes: 'return index === null || index >= task.answers.length;',
  },
  {
    file: 'engine/loop/task/task.ts',
    line: 'task.isReused = true;',
    becomes: '',
  },
  {
    file: 'engine/loop/task/task-events.ts',
    line: "if (task.outcome === 'interrupted' && !isHeld && task.answered.length > 0) record.push([ANSWERED, null]);",
    becomes: '',
  },
  {
    file: 'engine/checkpoint/ids.ts',
    line: 'return uuidV5(parent, JSON.stringify([namespace, step, node, ...path]));',
    becomes: 'return uuidV5(parent, JSON.stringify([namespace, node, ...path]));',
  },
  {
    file: 'engine/loop/state/snapshot.ts',
    line: 'const isStepDue = open.length === 0 && tasks.length > 0;',
    becomes: 'const isStepDue = false;',
  },
  {
    file: 'engine/loop/entry/start-run.ts',
    line: 'savesAll: asksForAll(run.config) || (run.savesAll && request.savesAll),',
    becomes: 'savesAll: run.savesAll && request.savesAll,',
  },
  {
    file: 'engine/checkpoint/memory-saver.ts',
    line: 'if (!placement.isAside || placement.isFirst) lineage.headId = placement.branchId;',
    becomes: '',
  },
  {
    file: 'engine/checkpoint/memory-saver.ts',
    line: 'if (isLatest) lineage.headId = branchId;',
    becomes: 'lineage.headId = branchId;',
  },
  {
    file: 'engine/checkpoint/memory-lineage.ts',
    line: 'if (tipId !== undefined && tipId === parentId) return;',
    becomes: 'if (tipId !== undefined) return;',
  },
  {
    file: 'engine/checkpoint/memory-lineage.ts',
    line: 'if ((!isFirst || this.branches.size === 0) && !this.branches.has(branchId)) return;',
    becomes: 'if (!this.branches.has(branchId)) return;',
  },
  {
    file: 'engine/checkpoint/memory-lineage.ts',
    line: 'const isWhole = entry.whole !== null || dropped.length > 0 || isDue;',
    becomes: 'const isWhole = entry.whole !== null || isDue;',
  },
  {
    file: 'engine/checkpoint/memory-lineage.ts',
    line: 'for (const entry of path.reverse()) change(state, entry, []);',
    becomes: 'for (const entry of path) change(state, entry, []);',
  },
  {
    file: 'engine/checkpoint/memory-writes.ts',
    line: 'else if (index < 0 || !byIndex.has(index)) byIndex.set(index, write);',
    becomes: 'else byIndex.set(index, write);',
  },
  {
    file: 'engine/checkpoint/version.ts',
    line: 'if (byte < UNBIASED_BYTES) suffix += ALPHABET[byte % 36];',
    becomes: 'suffix += ALPHABET[0];',
  },
  {
    file: 'engine/checkpoint/version.ts',
    line: 'memoNext = counterText(Number.parseInt(counter, 36) + 1);',
    becomes: 'memoNext = counterText(Number.parseInt(counter, 36));',
  },
  {
    file: 'engine/checkpoint/ids.ts',
    line: 'if (isBehind && nextHigh < HIGH_RANGE) [high, low] = [nextHigh, nextLow];',
    becomes: '',
  },
  {
    file: 'engine/checkpoint/delta.ts',
    line: 'if (keep === previous.length && keep === next.length) return null;',
    becomes: 'if (keep === next.length) return null;',
  },
  {
    file: 'engine/checkpoint/delta.ts',
    line: 'return before === after ? before !== 0 || Object.is(before, after) : isEqual(before, after);',
    becomes: 'return before === after || isEqual(before, after);',
  },
  {
    file: 'engine/checkpoint/delta-chain.ts',
    line: 'return heldBytes <= 2 * valueBytes ? { heldBytes, valueBytes } : null;',
    becomes: 'return { heldBytes, valueBytes };',
  },
  {
    file: 'engine/checkpoint/prune-plan.ts',
    line: 'keep(walkUp(rows, row, walked)); // P5',
    becomes: '',
  },
  {
    file: 'engine/checkpoint/apply-delta.ts',
    line: 'if (list.length > keep) list.length = keep;',
    becomes: '',
  },
  {
    file: 'engine/checkpoint/apply-delta.ts',
    line: 'for (const key of remove ?? []) delete record[key];',
    becomes: '',
  },
];
