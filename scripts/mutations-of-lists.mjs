/** Lists that grow, and what is known of them: see mutations.mjs. */
export const MUTATIONS_OF_LISTS = [
  {
    file: 'engine/channels/binary-operator.ts',
    line: 'const isKnown = previewed !== null && previewed.value === this.value && isSameList(previewed.writes, writes);',
    becomes: 'const isKnown = previewed !== null && isSameList(previewed.writes, writes);',
  },
  {
    file: 'engine/channels/binary-operator.ts',
    line: 'const isKnown = previewed !== null && previewed.value === this.value && isSameList(previewed.writes, writes);',
    becomes: 'const isKnown = previewed !== null && previewed.value === this.value;',
  },
  {
    file: 'engine/channels/binary-operator.ts',
    line: 'const isKnown = previewed !== null && previewed.value === this.value && isSameList(previewed.writes, writes);',
    becomes: 'const isKnown = false;',
  },
  {
    file: 'engine/channels/binary-operator.ts',
    line: 'this.previewed = isFixed(result) && writes.every(isOwnedPlain) ? { value: this.value, writes, result } : null;',
    becomes: 'this.previewed = isFixed(result) ? { value: this.value, writes, result } : null;',
  },
  {
    file: 'engine/channels/binary-operator.ts',
    line: 'this.previewed = isFixed(result) && writes.every(isOwnedPlain) ? { value: this.value, writes, result } : null;',
    becomes: 'this.previewed = writes.every(isOwnedPlain) ? { value: this.value, writes, result } : null;',
  },
  {
    file: 'engine/channels/binary-operator.ts',
    line: 'return one.length === other.length && one.every((item, index) => Object.is(item, other[index]));',
    becomes: 'return one.every((item, index) => Object.is(item, other[index]));',
  },
  {
    file: 'engine/channels/growth.ts',
    line: 'else if (!Object.is(growth.items[at], added[index])) return new Growth([...list, ...added]);',
    becomes: '',
  },
  {
    file: 'engine/channels/growth.ts',
    line: 'if ((traits & HOLES) !== 0) return adopt([...list].concat(added));',
    becomes: '',
  },
  {
    file: 'engine/channels/growth.ts',
    line: 'if (!Object.is(known[index], item) || (item === undefined && !(index in items))) return false;',
    becomes: '',
  },
  {
    file: 'engine/channels/growth.ts',
    line: 'if (!Object.is(known[index], item) || (item === undefined && !(index in items))) return false;',
    becomes: 'if (known[index] !== item || (item === undefined && !(index in items))) return false;',
  },
  {
    file: 'engine/channels/growth.ts',
    line: 'if (!Object.is(known[index], item) || (item === undefined && !(index in items))) return false;',
    becomes: 'if (!Object.is(known[index], item)) return false;',
  },
  {
    file: 'engine/channels/growth.ts',
    line: 'return traits !== undefined && (traits & HOLES) === 0;',
    becomes: 'return traits !== undefined;',
  },
  {
    file: 'engine/channels/growth.ts',
    line: 'return ((one | other) & OPAQUE) | (Math.max(one >> HEIGHT_SHIFT, other >> HEIGHT_SHIFT) << HEIGHT_SHIFT);',
    becomes: 'return (other & OPAQUE) | (Math.max(one >> HEIGHT_SHIFT, other >> HEIGHT_SHIFT) << HEIGHT_SHIFT);',
  },
  {
    file: 'engine/channels/growth.ts',
    line: 'return ((one | other) & OPAQUE) | (Math.max(one >> HEIGHT_SHIFT, other >> HEIGHT_SHIFT) << HEIGHT_SHIFT);',
    becomes: 'return ((one | other) & OPAQUE) | ((other >> HEIGHT_SHIFT) << HEIGHT_SHIFT);',
  },
  {
    file: 'engine/channels/copy-templates.ts',
    line: "const nested = Object.keys(record).filter((key) => typeof record[key] === 'object' && record[key] !== null);",
    becomes: 'const nested: string[] = [];',
  },
  {
    file: 'engine/channels/copy-templates.ts',
    line: 'if (Ownership.traitsOf(item) === undefined) return isShared(item) ? null : anew(at);',
    becomes: 'if (Ownership.traitsOf(item) === undefined) return null;',
  },
  {
    file: 'engine/channels/copy-templates.ts',
    line: "if (Object.getPrototypeOf(item) !== Object.prototype || Object.hasOwn(item, '__proto__')) return anew(at);",
    becomes: '',
  },
  {
    file: 'engine/channels/copy-templates.ts',
    line: 'if (Object.getOwnPropertySymbols(item).length > 0) return anew(at);',
    becomes: '',
  },
  { file: 'engine/messages/append-messages.ts', line: 'if (ids.size < write.length) return null;', becomes: '' },
  {
    file: 'engine/messages/append-messages.ts',
    line: 'if (!isReady(message) || isRemoval(message)) return null;',
    becomes: 'if (!isReady(message)) return null;',
  },
  { file: 'engine/messages/message-index.ts', line: 'if (!index.isSound) return false;', becomes: '' },
  {
    file: 'engine/messages/message-index.ts',
    line: 'for (const id of ids) if ((index.places.get(id) ?? list.length) < list.length) return false;',
    becomes: '',
  },
  {
    file: 'engine/messages/message-index.ts',
    line: "if (typeof id !== 'string' || ids.has(id)) return false;",
    becomes: "if (typeof id !== 'string') return false;",
  },
  { file: 'engine/checkpoint/sealed-list.ts', line: 'if (before.length > length) return null;', becomes: '' },
  {
    file: 'engine/checkpoint/sealed-list.ts',
    line: 'if (!added.every((item) => isOwnedPlain(item) || isMessage(item))) return null;',
    becomes: '',
  },
  {
    file: 'engine/checkpoint/sealed-list.ts',
    line: 'const before = known?.serializer === serializer ? known.sealed : [];',
    becomes: 'const before = known?.sealed ?? [];',
  },
  {
    file: 'engine/loop/entry/entry.ts',
    line: 'const position = await findPosition(saver, run.config, { sharesMessages: true });',
    becomes: 'const position = await findPosition(saver, run.config);',
  },
  {
    file: 'engine/checkpoint/memory-lineage.ts',
    line: 'const isDue = distance >= Math.max(FULL_DISTANCE, branch.tip.channels.size);',
    becomes: 'const isDue = distance >= FULL_DISTANCE;',
  },
  {
    file: 'engine/graph/graph-version.ts',
    line: 'return version === undefined ? config : { ...config, metadata: { ...config.metadata, graph_version: version } };',
    becomes: 'return config;',
  },
];
