import { unpacked } from '@/lib/storage/stored-value';
import type { Content } from './format';

// What the serialiser gives begins with a letter: `J` plain JSON, `T` JSON with tags (engine/checkpoint/serializer.ts).

const PLAIN = 'J'.charCodeAt(0);
const TAGGED = 'T'.charCodeAt(0);

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** Bytes that another serialiser wrote, or that are damaged, are carried as they are. */
export function contentOf(stored: Uint8Array): Content {
  const bytes = unpacked(stored);
  try {
    if (bytes[0] === PLAIN) return { json: JSON.parse(decoder.decode(bytes.subarray(1))) };
    if (bytes[0] === TAGGED) return { tagged: JSON.parse(decoder.decode(bytes.subarray(1))) };
  } catch {
    // Told as bytes.
  }
  return { base64: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64') };
}

export function bytesOf(content: Content): Uint8Array {
  if ('json' in content) return encoder.encode(`J${JSON.stringify(content.json)}`);
  if ('tagged' in content) return encoder.encode(`T${JSON.stringify(content.tagged)}`);
  return Buffer.from(content.base64, 'base64');
}
