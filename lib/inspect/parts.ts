import type { Part, PartAddress } from '@/lib/contracts/parts';
import { isPlainObject } from './json';

/** The same as in the contract, which this room knows by its types alone. */
const PART_TYPE = '…';

/** What stands where a value was too large to travel; null for a value that is there. */
export function partOf(value: unknown): Part | null {
  if (!isPlainObject(value) || value.$type !== PART_TYPE) return null;
  return isPlainObject(value.value) && 'address' in value.value ? (value.value as unknown as Part) : null;
}

export function wrapPart(part: Part): { $type: string; value: Part } {
  return { $type: PART_TYPE, value: part };
}

/** Two parts with the same key are the same value. */
export function addressKey({ checkpointId, taskId = '', field, path }: PartAddress): string {
  return JSON.stringify([checkpointId, taskId, field, ...path]);
}

export function hasParts(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return partOf(value) !== null || Object.values(value).some(hasParts);
}
