// What a step stores, how it is read back, and in which order: see mutations.mjs.

const CHAINS = ['lib/storage/value-chain'];
const REFERENCES = ['lib/storage/value-reference'];
const QUEUE = ['lib/storage/step-queue'];
const GROUPS = ['lib/storage/group-commit'];
const SQLITE = ['lib/storage/sqlite.test'];

const CHANGES = ['lib/api/follow-value', 'lib/api/debugger-changes'];

export const MUTATIONS_OF_STORAGE = [
  {
    file: 'lib/storage/hot/many-sqlite.ts',
    line: 'return keys.every((key) => rows.every((row) => row[key] === first?.[key]));',
    becomes: 'return keys.some((key) => rows.every((row) => row[key] === first?.[key]));',
    tests: ['lib/storage/hot/many-sqlite'],
  },
  {
    file: 'lib/storage/hot/many-sqlite.ts',
    line: 'return keys.every((key) => rows.every((row) => row[key] === first?.[key]));',
    becomes: 'return true;',
    tests: ['lib/storage/hot/many-sqlite'],
  },
  {
    file: 'lib/storage/hot/many-sqlite.ts',
    line: 'for (; first + CHUNK <= rows.length; first += CHUNK) {',
    becomes: 'for (; first + CHUNK < rows.length; first += CHUNK + 1) {',
    tests: ['lib/storage/hot/many-sqlite'],
  },
  {
    file: 'lib/storage/step-places.ts',
    line: 'for (const name of wanted) if (!all.has(name)) all.set(name, EMPTY);',
    becomes: '',
    tests: CHANGES,
  },
  {
    file: 'lib/storage/step-places.ts',
    line: 'return a.chainId === b.chainId && a.sequence === b.sequence;',
    becomes: 'return a.chainId === b.chainId;',
    tests: CHANGES,
  },
  {
    file: 'lib/storage/delta-shape.ts',
    line: "return head && { op: 'list', isHead: true, skip: Number(head[1] ?? 0), keep: Number(head[2]) };",
    becomes: "return head && { op: 'list', isHead: true, skip: 0, keep: Number(head[2]) };",
    tests: ['lib/storage/delta-shape'],
  },
  {
    file: 'lib/storage/lineage.ts',
    line: 'upTo = branches.get(branchId)?.forkCheckpointId ?? null;',
    becomes: 'upTo = null;',
    tests: CHANGES,
  },
  {
    file: 'lib/storage/stored-chains.ts',
    line: 'const end = Math.min(sequence, (Math.floor(at / KEPT_DISTANCE) + 1) * KEPT_DISTANCE);',
    becomes: 'const end = (Math.floor(at / KEPT_DISTANCE) + 1) * KEPT_DISTANCE;',
    tests: CHANGES,
  },
  {
    file: 'lib/storage/step-record.ts',
    line: 'head.byte(tasks.some(({ routes }) => routes) ? RECORD_FORMAT : WITHOUT_ROUTES);',
    becomes: 'head.byte(RECORD_FORMAT);',
    tests: ['lib/storage/packed-columns.test.ts'],
  },
  {
    file: 'lib/storage/value-chain.ts',
    line: 'if (before && delta === null) return { sealed, state: { ...before.state, version }, row: null, delta };',
    becomes: '',
    tests: CHAINS,
  },
  {
    file: 'lib/storage/version-state.ts',
    line: "return place.kind === 'row' && place.weight !== null ? { ...state, place: { ...place, weight: null } } : state;",
    becomes: 'return state;',
    tests: CHAINS,
  },
  {
    file: 'lib/storage/version-state.ts',
    line: '.map(([name, state]): [string, ChannelState] => [name, isStart ? withoutChain(state) : state]);',
    becomes: '.map(([name, state]): [string, ChannelState] => [name, state]);',
    tests: SQLITE,
  },
  {
    file: 'lib/storage/step-rows.ts',
    line: 'return sealed === undefined ? undefined : { state: isStart ? withoutChain(before) : before, sealed };',
    becomes: 'return sealed === undefined ? undefined : { state: before, sealed };',
    tests: SQLITE,
  },
  {
    file: 'lib/storage/value-reference.ts',
    line: 'if (deltaOf((input.sealed as Record<string, unknown>)[channel], sealed) !== null) return null;',
    becomes: '',
    tests: REFERENCES,
  },
  {
    file: 'lib/storage/checkpoint-reader.ts',
    line: 'if (steps.numbers.stretch[at] !== stretch) {',
    becomes: 'if (stretch === undefined) {',
    tests: SQLITE,
  },
  {
    file: 'lib/storage/checkpoint-reader.ts',
    line: '[state, changes, before] = [null, [], undefined];',
    becomes: '[state, changes] = [null, []];',
    tests: SQLITE,
  },
  {
    file: 'lib/storage/step-group.ts',
    line: "if (rows.place.kind === 'start' && this.#byCheckpoint.has(checkpointKey(rows, rows.parentId))) return false;",
    becomes: '',
    tests: QUEUE,
  },
  {
    file: 'engine/loop/save.ts',
    line: "return placement.kind === 'start' && !(placement.isFirst && state.parentId === null);",
    becomes: "return placement.kind === 'start';",
    tests: GROUPS,
  },
  {
    file: 'lib/storage/sql-saver.ts',
    line: "if (place.kind === 'start' && !isFirstOfAll(place, commit)) {",
    becomes: "if (place.kind === 'start') {",
    tests: GROUPS,
  },
  {
    file: 'lib/storage/step-queue.ts',
    line: 'const refusal = strand.refusal ?? this.#refused.get(strand.from);',
    becomes: 'const refusal = strand.refusal;',
    tests: QUEUE,
  },
  {
    file: 'lib/storage/step-queue.ts',
    line: 'for (const waiting of this.#waiting().flat()) if (waiting.from === strand.from) waiting.refusal = refusal;',
    becomes: '',
    tests: QUEUE,
  },
  {
    file: 'lib/storage/step-queue.ts',
    line: 'while (this.#inFlight === null) {',
    becomes: 'while (true) {',
    tests: QUEUE,
  },
  {
    file: 'lib/storage/step-queue.ts',
    line: 'return this.#groups.length === 0 || (this.#groups.length === 1 && this.#groups[0]?.isFull === false);',
    becomes: 'return true;',
    tests: QUEUE,
  },
  {
    file: 'lib/storage/recorded-writes.ts',
    line: 'return write.delta === null ? added : applyDelta(added, decodeDelta(write.delta, serializer));',
    becomes: 'return added;',
    tests: SQLITE,
  },
  {
    file: 'lib/storage/checkpoint-reader.ts',
    line: 'if (before !== undefined) before.follower = step;',
    becomes: '',
    tests: SQLITE,
  },
  {
    file: 'lib/storage/record-tables.ts',
    line: 'if (known?.counter === counter && known.suffix === suffix) return known.text;',
    becomes: 'if (known?.counter === counter) return known.text;',
    tests: ['lib/storage/packed-columns'],
  },
  {
    file: 'lib/storage/text-memo.ts',
    line: 'if (isText(this.#stored[slot] as string, bytes, start, length)) return this.#texts[slot] as string;',
    becomes: 'if (this.#stored[slot]) return this.#texts[slot] as string;',
    tests: ['lib/storage/text-memo'],
  },
  {
    file: 'lib/storage/timeline-rows.ts',
    line: 'const outline = record.isNull(at)',
    becomes: 'const outline = false',
    tests: SQLITE,
  },
  {
    file: 'lib/storage/step-outline.ts',
    line: 'if (known.length !== length) return false;',
    becomes: 'if (known.length < length) return false;',
    tests: ['lib/storage/step-outline'],
  },
  {
    file: 'lib/storage/step-outline.ts',
    line: 'if (channel !== channels[at] || bytes !== sizes[at]) return false;',
    becomes: 'if (channel !== channels[at]) return false;',
    tests: ['lib/storage/step-outline'],
  },
  {
    file: 'lib/storage/sqlite-database.ts',
    line: "this.sql = this.first('PRAGMA encoding', [])?.encoding === 'UTF-8' ? sqliteDialect : sqliteWideDialect;",
    becomes: 'this.sql = sqliteDialect;',
    tests: ['lib/storage/row-page'],
  },
  {
    file: 'engine/checkpoint/contract-tuple.ts',
    line: 'for (const node of Object.keys(seen)) setKey(own, node, { ...seen[node] });',
    becomes: 'for (const node of Object.keys(seen)) setKey(own, node, seen[node]);',
    tests: SQLITE,
  },
  {
    file: 'lib/storage/id-text.ts',
    line: 'if (knownBytes[known + at] !== bytes[start + at]) return remember(bytes, start, slot);',
    becomes: 'if (at !== 11 && knownBytes[known + at] !== bytes[start + at]) return remember(bytes, start, slot);',
    tests: ['lib/storage/text-memo'],
  },
  {
    file: 'lib/runs/console-notes.ts',
    line: 'notes.cut.lines += 1;',
    becomes: '',
    tests: ['lib/runs/console-notes'],
  },
  {
    file: 'lib/inspect/fold-value.ts',
    line: 'const path = isTyped ? address.path : [...address.path, Array.isArray(value) ? Number(key) : key];',
    becomes: 'const path = [...address.path, Array.isArray(value) ? Number(key) : key];',
    tests: ['lib/inspect/fold-value'],
  },
  {
    file: 'lib/inspect/fold-difference.ts',
    line: 'before: { ...before, path: [...before.path, was] },',
    becomes: 'before: { ...before, path: [...before.path, key] },',
    tests: ['lib/inspect/fold-difference'],
  },
];
