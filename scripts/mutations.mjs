// One line of the engine each, as it stands there but for its indent, and what it becomes. Nothing else may notice the
// change at once, such as the compiler: a test has to. Change a line, and its mutation has to follow.

export const MUTATIONS = [
  {
    file: 'engine/loop/plan.ts',
    line: 'if (nodes.length > 1) nodes.sort((a, b) => (a.name < b.name ? -1 : 1));',
    becomes: 'if (nodes.length > 1) nodes.sort((a, b) => (a.name > b.name ? -1 : 1));',
  },
  {
    file: 'engine/loop/plan.ts',
    line: 'if (!nodes || !state.channels.get(name)?.isAvailable) continue;',
    becomes: 'if (!nodes) continue;',
  },
  {
    file: 'engine/loop/plan.ts',
    line: 'for (const node of nodes) if (!found.includes(node)) found.push(node);',
    becomes: 'for (const node of nodes) found.push(node);',
  },
  {
    file: 'engine/loop/plan.ts',
    line: 'if (!state.channels.get(trigger)?.isAvailable) return false;',
    becomes: '',
  },
  {
    file: 'engine/loop/update-state.ts',
    line: 'return [INTERRUPT, ...triggers];',
    becomes: 'return [INTERRUPT];',
  },
  {
    file: 'engine/loop/apply.ts',
    line: 'const filled = isStep ? [] : [...state.transient];',
    becomes: 'const filled = [];',
  },
  {
    file: 'engine/loop/apply.ts',
    line: 'if (isStep) expire(state, inboxes, changed);',
    becomes: '',
  },
  {
    file: 'engine/loop/apply.ts',
    line: 'if (inboxOf(inboxes, name)) continue;',
    becomes: '',
  },
  {
    file: 'engine/loop/apply.ts',
    line: 'if (version !== undefined) seen[trigger] = version;',
    becomes: '',
  },
  {
    file: 'engine/loop/apply.ts',
    line: 'if (state.channels.get(trigger)?.consume()) changed.push(trigger);',
    becomes: '',
  },
  {
    file: 'engine/loop/apply.ts',
    line: 'state.versions[name] = version;',
    becomes: 'state.versions[name] ??= version;',
  },
  {
    file: 'engine/loop/apply.ts',
    line: 'state.lastVersion = version;',
    becomes: '',
  },
  {
    file: 'engine/loop/run-loop.ts',
    line: 'if (stepsLeft-- === 0) throw recursionError(run);',
    becomes: 'if (stepsLeft-- === 1) throw recursionError(run);',
  },
  {
    file: 'engine/loop/run-loop.ts',
    line: 'let mayBreakBefore = !isResumed;',
    becomes: 'let mayBreakBefore = true;',
  },
  {
    file: 'engine/loop/run-loop.ts',
    line: 'mayBreakBefore = true;',
    becomes: '',
  },
  {
    file: 'engine/loop/run-loop.ts',
    line: 'if (names(run.interruptAfter, ran) && tasks.length > 0) return breakAt(run);',
    becomes: 'if (names(run.interruptAfter, ran)) return breakAt(run);',
  },
  {
    file: 'engine/loop/run-loop.ts',
    line: 'if (errors.length === 1) throw errors[0];',
    becomes: '',
  },
  {
    file: 'engine/loop/run-loop.ts',
    line: "if (task.outcome !== 'done') return stop(run, tasks);",
    becomes: "if (task.outcome === 'failed') return stop(run, tasks);",
  },
  {
    file: 'engine/loop/save.ts',
    line: "if (source === 'fork' || source === 'update') return false;",
    becomes: "if (source === 'update') return false;",
  },
  {
    file: 'engine/loop/save.ts',
    line: "return !savesAll && source === 'loop' && next.length > 0 && !isMilestone(ran, next);",
    becomes: 'return !savesAll && next.length > 0 && !isMilestone(ran, next);',
  },
  {
    file: 'engine/loop/save.ts',
    line: 'if (store.progress.unsettled.length > 0 || store.progress.inFlight) return settleSaves(run).then(save).then(finish);',
    becomes: '',
  },
  {
    file: 'engine/loop/save.ts',
    line: 'if (progress.inFlight) return progress.inFlight.then(() => saveMeanwhile(run, store, step, save));',
    becomes: '',
  },
  {
    file: 'engine/loop/save.ts',
    line: "const mayLag = run.durability === 'async' && (step.source === 'loop' || step.source === 'input');",
    becomes: "const mayLag = step.source === 'loop' || step.source === 'input';",
  },
  {
    file: 'engine/loop/entry.ts',
    line: 'const isReplay = steps.length > 0 || (!position.isHead && run.config.configurable?.checkpoint_id !== undefined);',
    becomes: 'const isReplay = steps.length > 0 || run.config.configurable?.checkpoint_id !== undefined;',
  },
  {
    file: 'engine/loop/entry.ts',
    line: 'if (!isReplay) applyCommandWrites(run.state, tuple);',
    becomes: '',
  },
  {
    file: 'engine/loop/entry.ts',
    line: 'if (tuple && isTip) applyCommandWrites(run.state, tuple);',
    becomes: '',
  },
  {
    file: 'engine/loop/entry.ts',
    line: 'if (answers) holdUnanswered(run, tasks);',
    becomes: '',
  },
  {
    file: 'engine/loop/entry.ts',
    line: 'if (run.abort.isAborted) throw run.abort.error();',
    becomes: '',
  },
  {
    file: 'engine/loop/entry.ts',
    line: 'const changed = applyWrites(state, [...discarded, { node: { name: INPUT }, triggers: [], writes }]);',
    becomes: 'const changed = applyWrites(state, [{ node: { name: INPUT }, triggers: [], writes }]);',
  },
  {
    file: 'engine/loop/resume.ts',
    line: "task.isHeld = task.outcome === 'interrupted' && openQuestions(run.state, task).length > 0;",
    becomes: 'task.isHeld = false;',
  },
  {
    file: 'engine/loop/resume.ts',
    line: 'else own = [...task.answers.slice(0, index), answers.get(id)];',
    becomes: 'else own = [answers.get(id)];',
  },
  {
    file: 'engine/loop/resume.ts',
    line: 'if (questions.length > 1) {',
    becomes: 'if (questions.length > 2) {',
  },
  {
    file: 'engine/loop/resume.ts',
    line: "copy.outcome = 'done';",
    becomes: '',
  },
  {
    file: 'engine/loop/position.ts',
    line: "if (position.tuple && position.isTip && !mustFork) return { kind: 'extend', branchId: branchId ?? runId() };",
    becomes: "if (position.tuple && !mustFork) return { kind: 'extend', branchId: branchId ?? runId() };",
  },
  {
    file: 'engine/loop/position.ts',
    line: 'return { tuple, isTip: tuple.position.isTip, isHead: tuple.position.isTip && tuple.position.isHead };',
    becomes: 'return { tuple, isTip: tuple.position.isTip, isHead: tuple.position.isHead };',
  },
  {
    file: 'engine/loop/visit.ts',
    line: 'return bound.isForkPoint ? checkpointId < bound.id : checkpointId <= bound.id;',
    becomes: 'return checkpointId <= bound.id;',
  },
  {
    file: 'engine/loop/visit.ts',
    line: 'return visitedFrom(tuple, host) === host.checkpointId;',
    becomes: 'return true;',
  },
  {
    file: 'engine/loop/visit.ts',
    line: 'if (await path.includes(visitedFrom(latest, host))) return { tuple: latest, isFirst: false };',
    becomes: 'return { tuple: latest, isFirst: false };',
  },
  {
    file: 'engine/loop/nested-entry.ts',
    line: 'const isDescent = descents.length > 0 && !(await hasBegun(host.store.saver, at, namespace));',
    becomes: 'const isDescent = false;',
  },
  {
    file: 'engine/loop/nested-entry.ts',
    line: "const keeper = persistence === 'thread' ? null : idOf(host.state, task);",
    becomes: 'const keeper = idOf(host.state, task);',
  },
  {
    file: 'engine/loop/nested-entry.ts',
    line: 'const call = frame.subgraphCalls++;',
    becomes: 'const call = frame.subgraphCalls;',
  },
  {
    file: 'engine/loop/nested-entry.ts',
    line: 'if (run.answers) await carryOver(run, originals, tasks, run.answers);',
    becomes: '',
  },
  {
    file: 'engine/loop/attempt.ts',
    line: 'task.bodyWrites = writes;',
    becomes: '',
  },
  {
    file: 'engine/loop/attempt.ts',
    line: 'if (index === 0) task.writes = [...writes, ...edgeWrites];',
    becomes: 'task.writes = [...writes, ...edgeWrites];',
  },
  {
    file: 'engine/loop/attempt.ts',
    line: 'const state = readWithWrites(run.state, run.blueprint.stateKeys, writes);',
    becomes: 'const state = readWithWrites(run.state, run.blueprint.stateKeys, []);',
  },
  {
    file: 'engine/loop/run-task.ts',
    line: 'if (task.writes.length === 0) task.writes.push([NO_WRITES, null]);',
    becomes: '',
  },
  {
    file: 'engine/loop/run-task.ts',
    line: 'if (task.isRerouted) task.writes.unshift([BODY_DONE, null]);',
    becomes: '',
  },
  {
    file: 'engine/loop/task.ts',
    line: "triggers: path[0] === '__pregel_push' ? [TASKS] : node.triggers,",
    becomes: 'triggers: node.triggers,',
  },
  {
    file: 'engine/loop/task.ts',
    line: 'return index === null ? !task.answered.includes(id) : index >= task.answers.length;',
    becomes: 'return index === null || index >= task.answers.length;',
  },
  {
    file: 'engine/loop/task.ts',
    line: 'task.isReused = true;',
    becomes: '',
  },
  {
    file: 'engine/loop/task-events.ts',
    line: "if (task.outcome === 'interrupted' && task.answered.length > 0) record.push([ANSWERED, null]);",
    becomes: '',
  },
  {
    file: 'engine/loop/task-events.ts',
    line: 'if (progress.inFlight) await progress.inFlight;',
    becomes: '',
  },
  {
    file: 'engine/loop/step-changes.ts',
    line: 'if (!channel?.isTracked) continue;',
    becomes: '',
  },
  {
    file: 'engine/checkpoint/ids.ts',
    line: 'return uuidV5(parent, JSON.stringify([namespace, step, node, ...path]));',
    becomes: 'return uuidV5(parent, JSON.stringify([namespace, node, ...path]));',
  },
  {
    file: 'engine/loop/snapshot.ts',
    line: 'const isStepDue = open.length === 0 && tasks.length > 0;',
    becomes: 'const isStepDue = false;',
  },
  {
    file: 'engine/loop/start-run.ts',
    line: 'savesAll: asksForAll(run.config) || (run.savesAll && request.savesAll),',
    becomes: 'savesAll: run.savesAll && request.savesAll,',
  },
  {
    file: 'engine/checkpoint/memory-saver.ts',
    line: 'lineage.headId = placement.branchId;',
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
    line: 'const isWhole = entry.whole !== null || dropped.length > 0 || distance >= FULL_DISTANCE;',
    becomes: 'const isWhole = entry.whole !== null || distance >= FULL_DISTANCE;',
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
    line: 'return weight <= wholeBytes ? { wholeBytes, deltaBytes: weight } : null;',
    becomes: 'return { wholeBytes, deltaBytes: weight };',
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
