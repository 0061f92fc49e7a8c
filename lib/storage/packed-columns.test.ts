import { describe, expect, it } from 'vitest';
import type { RouteChoice, TaskRecord } from '@/engine';
import { jsonSerializer } from '@/engine';
import { frame } from './frame';
import { jsonText, parseJsonText } from './json-text';
import { encodeWrites, regularRow, remainingWrites, reservedRows, unpackWrites } from './packed-writes';
import type { StepRecord } from './step-record';
import { packStepRecord, unpackStepRecord } from './step-record';
import { idText, storedId } from './stored-id';

function oneTask(own: Partial<TaskRecord>): StepRecord {
  const task = { id: 'a', node: 'n', startMs: 0, durationMs: 0, attempts: 1, status: 'done' } as const;
  return {
    v: 1,
    ts: null,
    tasks: [{ ...task, path: ['__pregel_pull', 'n'], ...own }],
    changedCount: 0,
    change: { isFull: false, channels: [], seen: {} },
    writes: null,
  };
}

describe('packed columns', () => {
  it('give a step record back as it was', () => {
    const task: TaskRecord = {
      id: '0197f3a0-7c3e-5a7b-8f00-0123456789ab',
      node: 'work',
      path: ['__pregel_pull', 'work'],
      startMs: 1_795_476_583_071.25,
      durationMs: 0.125,
      attempts: 1,
      status: 'done',
    };
    const version = '0000000a.k3f9x2ab';
    const record: StepRecord = {
      v: 3,
      ts: '2024-04-19T17:19:07.952+02:00',
      tasks: [
        task,
        {
          ...task,
          id: 'another engine’s id',
          path: ['__pregel_push', 2],
          status: 'failed',
          reused: true,
          cached: true,
          handled: true,
        },
        {
          ...task,
          path: ['__pregel_pull', 'elsewhere'],
          routes: [
            { router: null, answers: [{ to: 'work', sends: 0 }], reads: [] },
            {
              router: 'größer als 3?',
              answers: [
                { to: 'yes', sends: 0 },
                { to: 'work', sends: 300 },
              ],
              reads: ['long', 'gone'],
            },
            { router: 'nowhere', answers: [], reads: [] },
          ],
        },
        { ...task, path: ['__pregel_pull', 'work'] },
        { ...task, answered: 'reused' },
        { ...task, cached: true, answered: 'mocked' },
      ],
      changedCount: 2,
      change: {
        isFull: true,
        channels: [
          [
            'long',
            {
              version,
              sizeBytes: 900,
              place: { kind: 'row', chainId: version, sequence: 0, weight: { heldBytes: 900, valueBytes: 900 } },
            },
          ],
          ['short', { version, sizeBytes: 2, place: { kind: 'inline', bytes: new Uint8Array([1, 0]) } }],
          ['gone', { version: 7, sizeBytes: 0, place: { kind: 'empty' } }],
          ['chained', { version, sizeBytes: 40, place: { kind: 'row', chainId: 'older', sequence: 3, weight: null } }],
          ['branch:to:work', { version: '0000000b.k3f9x2ab', sizeBytes: 0, place: { kind: 'empty' } }],
          ['\u0001odd', { version: '0000000b.other234', sizeBytes: 0, place: { kind: 'empty' } }],
          ['elsewhere', { version: 7, sizeBytes: 0, place: { kind: 'found', chainId: '7', sequence: 0 } }],
        ],
        seen: { work: { long: version, gone: 7 }, idle: {}, ['__proto__']: {} },
      },
      writes: [
        { channel: 'long', kind: 'bytes', bytes: new Uint8Array([1, 2, 3]) },
        { channel: 'chained', kind: 'value' },
        { channel: 'größer', kind: 'added', delta: null },
        { channel: 'a name of more than thirty-two letters', kind: 'added', delta: new Uint8Array([4]) },
      ],
    };
    expect(unpackStepRecord(packStepRecord(record))).toEqual(record);
  });

  it('give back tasks whose ids are as long as a UUID and none', () => {
    const uuid = '0197f3a0-7c3e-5a7b-8f00-0123456789ab';
    const others = [uuid.replace('b', 'g'), uuid.toUpperCase(), uuid.replaceAll('-', ':'), 'ä'.repeat(uuid.length)];
    for (const id of [uuid, ...others]) {
      expect(unpackStepRecord(packStepRecord(oneTask({ id }))).tasks[0]?.id).toBe(id);
    }
  });

  it('of steps without routes can be read by versions that know none', () => {
    expect(packStepRecord(oneTask({}))[0]).toBe(2);
    expect(packStepRecord(oneTask({ routes: [{ router: null, answers: [], reads: [] }] }))[0]).toBe(3);
  });

  it('tell routes apart that differ in one thing from those read before, and share equal ones', () => {
    const route = { router: 'r', answers: [{ to: 'x', sends: 1 }], reads: ['k'] };
    const answer = { to: 'x', sends: 1 };
    const variants: RouteChoice[][] = [
      [route],
      [{ ...route, router: null }],
      [{ ...route, router: 'other' }],
      [{ ...route, answers: [] }],
      [{ ...route, answers: [{ ...answer, to: 'y' }] }],
      [{ ...route, answers: [{ ...answer, sends: 2 }] }],
      [{ ...route, answers: [answer, answer] }],
      [{ ...route, reads: [] }],
      [{ ...route, reads: ['l'] }],
      [{ ...route, reads: ['k', 'l'] }],
      [route, route],
      [],
    ];
    const read = (routes: RouteChoice[]) => unpackStepRecord(packStepRecord(oneTask({ routes }))).tasks[0]?.routes;
    for (const before of variants) {
      for (const routes of variants) {
        read(before);
        expect(read(routes)).toEqual(routes);
      }
      expect(read(before)).toBe(read(before));
    }
  });

  it('of a newer format are refused, not misread', () => {
    const packed = frame([], []);
    packed[0] = 2;
    expect(() => unpackWrites(packed)).toThrow(expect.objectContaining({ code: 'NEWER_DATABASE' }));
  });

  it('keep the first of two regular writes at an index, and the last reserved one', () => {
    const first = encodeWrites(
      [
        ['a', 1],
        ['__interrupt__', 'x'],
        ['b', 2],
      ],
      jsonSerializer,
    );
    const second = encodeWrites(
      [
        ['c', 3],
        ['d', 4],
        ['e', 5],
        ['f', 6],
      ],
      jsonSerializer,
    );
    const there = [regularRow(first)?.packed as Uint8Array];
    const left = remainingWrites(regularRow(second) as NonNullable<ReturnType<typeof regularRow>>, there);
    expect(unpackWrites(left?.packed as Uint8Array).map(({ index, channel }) => [index, channel])).toEqual([
      [1, 'd'],
      [3, 'f'],
    ]);
    const reserved = reservedRows(
      encodeWrites(
        [
          ['__error__', 1],
          ['__error__', 2],
        ],
        jsonSerializer,
      ),
    );
    expect(reserved.map(({ position, packed }) => [position, unpackWrites(packed).length])).toEqual([[-1, 1]]);
  });
});

describe('stored ids', () => {
  const ids = [
    '1efa1f2e-0000-6000-8000-000000000001',
    '1efa1f2e-0000-6000-8000-000000000002',
    '',
    'a',
    'b'.repeat(15),
    'ä-7',
  ];
  it('come back as they were', () => {
    for (const id of [...ids, '1EFA1F2E-0000-6000-8000-000000000001']) expect(idText(storedId(id))).toBe(id);
    expect(storedId(ids[0] as string)).toHaveLength(16);
  });

  it('are remembered, but for long texts', () => {
    const [uuid, long] = [ids[0] as string, 'x'.repeat(37)];
    expect(storedId(uuid)).toBe(storedId(uuid));
    expect(storedId(long)).toEqual(storedId(long));
    expect(storedId(long)).not.toBe(storedId(long));
  });

  it('keep the order of the text, after all UUIDs', () => {
    const stored = ids.map((id) => Buffer.from(storedId(id)));
    expect([...stored].sort(Buffer.compare)).toEqual(stored);
  });
});

describe('JSON text', () => {
  it.each([
    ['NUL', { 'key\u0000': 'a\u0000' }],
    ['a backslash before what looks like one', { a: '\\u0000', b: '\\\\u0000\u0000' }],
    ['half a surrogate pair', ['\ud83d', '\ude00', '😀']],
    ['the mark itself', ['\ue000', '\ue0000000']],
  ])('carries %s', (_, value) => {
    const text = jsonText(value);
    expect(text).not.toMatch(/(?<!\\)(\\\\)*\\u(0000|d8)/);
    expect(parseJsonText(text)).toEqual(value);
  });
});
