// The super-step itself: see mutations.mjs.

export const MUTATIONS_OF_STEPS = [
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
    line: 'else for (const node of nodes) if (!found.includes(node)) found.push(node);',
    becomes: 'for (const node of nodes) found.push(node);',
  },
  {
    file: 'engine/loop/plan.ts',
    line: 'if (!state.channels.get(trigger)?.isAvailable) return false;',
    becomes: '',
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
    line: "if (run.holdWhen && (await isHeld(run, mayBreakBefore ? 'before' : 'entry', tasks))) return breakAt(run);",
    becomes: "if (run.holdWhen && (await isHeld(run, 'before', tasks))) return breakAt(run);",
  },
  {
    file: 'engine/loop/run-loop.ts',
    line: "if (run.holdWhen && (tasks.length > 0 || run.host) && (await isHeld(run, 'after', ran))) return breakAt(run);",
    becomes: "if (run.holdWhen && tasks.length > 0 && (await isHeld(run, 'after', ran))) return breakAt(run);",
  },
  {
    file: 'engine/loop/hold.ts',
    line: 'if (!holdWhen || !store) return false;',
    becomes: 'if (!holdWhen) return false;',
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
    line: 'if (!account.isClear && !mayJoin(store)) return account.settle().then(save).then(finish);',
    becomes: '',
  },
  {
    file: 'engine/loop/save.ts',
    line: 'if (ready) return ready.then(() => saveMeanwhile(run, store, step, save));',
    becomes: '',
  },
  {
    file: 'engine/loop/save.ts',
    line: "return durability === 'async' && (source === 'loop' || source === 'input');",
    becomes: "return source === 'loop' || source === 'input';",
  },
  {
    file: 'engine/loop/save-account.ts',
    line: 'await Promise.allSettled(this.#underWay);',
    becomes: 'await this.settleSteps();',
  },
  {
    file: 'engine/loop/save-account.ts',
    line: 'if (this.#isBlocked) {',
    becomes: 'if (this.#failure) {',
  },
  {
    file: 'engine/loop/step-changes.ts',
    line: 'if (!channel?.isTracked) continue;',
    becomes: '',
  },
];
