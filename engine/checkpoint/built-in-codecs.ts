import { base64OfBytes, bytesOfBase64 } from './base64';
import { errorCodec } from './error-codec';
import { langGraphCodecs } from './langgraph-codecs';
import type { Codec } from './serializer';

/** A subclass is another kind: it might carry more than its base class shows. */
function isExactly<Kind extends object>(prototype: Kind): (value: object) => value is Kind {
  return (value): value is Kind => Object.getPrototypeOf(value) === prototype;
}

/** Keeps the kind's type between `encode` and `decode`; the list of codecs forgets it. */
function codec<Kind extends object>(definition: Codec<Kind>): Codec {
  return definition as unknown as Codec;
}

const dateCodec = codec<Date>({
  name: 'Date',
  matches: isExactly(Date.prototype),
  encode: (date) => date.getTime(),
  decode: (ms) => new Date(ms as number),
});

const mapCodec = codec<Map<unknown, unknown>>({
  name: 'Map',
  matches: isExactly(Map.prototype),
  encode: (map) => [...map],
  decode: (entries) => new Map(entries as [unknown, unknown][]),
});

const setCodec = codec<Set<unknown>>({
  name: 'Set',
  matches: isExactly(Set.prototype),
  encode: (set) => [...set],
  decode: (items) => new Set(items as unknown[]),
});

const regExpCodec = codec<RegExp>({
  name: 'RegExp',
  matches: isExactly(RegExp.prototype),
  encode: (pattern) => [pattern.source, pattern.flags, pattern.lastIndex],
  decode: (stored) => {
    const [source, flags, lastIndex] = stored as [string, string, number];
    const pattern = new RegExp(source, flags);
    pattern.lastIndex = lastIndex;
    return pattern;
  },
});

const urlCodec = codec<URL>({
  name: 'URL',
  matches: isExactly(URL.prototype),
  encode: (url) => url.href,
  decode: (href) => new URL(href as string),
});

const arrayBufferCodec = codec<ArrayBuffer>({
  name: 'ArrayBuffer',
  matches: isExactly(ArrayBuffer.prototype),
  encode: (buffer) => base64OfBytes(new Uint8Array(buffer)),
  decode: (text) => bytesOfBase64(text as string).buffer,
});

const dataViewCodec = codec<DataView>({
  name: 'DataView',
  matches: isExactly(DataView.prototype),
  encode: (view) => base64OfBytes(new Uint8Array(view.buffer, view.byteOffset, view.byteLength)),
  decode: (text) => new DataView(bytesOfBase64(text as string).buffer),
});

type ViewClass = { readonly name: string; new (buffer: ArrayBuffer): ArrayBufferView; prototype: ArrayBufferView };

const VIEW_CLASSES: ViewClass[] = [
  Uint8Array,
  Uint8ClampedArray,
  Int8Array,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
  Float32Array,
  Float64Array,
  BigUint64Array,
  BigInt64Array,
];

function viewCodec(view: ViewClass): Codec {
  return codec<ArrayBufferView>({
    name: view.name,
    matches: isExactly(view.prototype),
    encode: (array) => base64OfBytes(new Uint8Array(array.buffer, array.byteOffset, array.byteLength)),
    decode: (text) => new view(bytesOfBase64(text as string).buffer),
  });
}

type BufferClass = { prototype: Uint8Array; from(buffer: ArrayBuffer): Uint8Array };
/** Node's own subclass of Uint8Array, where there is one. */
const NodeBuffer = (globalThis as { Buffer?: BufferClass }).Buffer;

const bufferCodec = codec<Uint8Array>({
  name: 'Buffer',
  matches: (value): value is Uint8Array =>
    NodeBuffer !== undefined && Object.getPrototypeOf(value) === NodeBuffer.prototype,
  encode: (buffer) => base64OfBytes(buffer),
  decode: (text) => {
    const bytes = bytesOfBase64(text as string);
    return NodeBuffer === undefined ? bytes : NodeBuffer.from(bytes.buffer);
  },
});

export const builtInCodecs: readonly Codec[] = [
  dateCodec,
  mapCodec,
  setCodec,
  errorCodec as unknown as Codec,
  regExpCodec,
  urlCodec,
  arrayBufferCodec,
  dataViewCodec,
  ...VIEW_CLASSES.map(viewCodec),
  bufferCodec,
  ...langGraphCodecs,
];
