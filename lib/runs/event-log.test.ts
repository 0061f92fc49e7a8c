import { describe, expect, it } from 'vitest';
import { EventLog } from './event-log';

const fill = (log: EventLog, count: number) => {
  for (let index = 0; index < count; index++) log.push('values', index);
};

describe('the event log', () => {
  it('answers what came after an event', () => {
    const log = new EventLog();
    fill(log, 5);
    expect(log.readAfter(2).events.map((event) => event.id)).toEqual([3, 4]);
    expect(log.readAfter(-1).events).toHaveLength(5);
    expect(log.readAfter(99).events).toEqual([]);
  });

  it('tells the first event that it still has, so that a slow reader knows of a gap', () => {
    const log = new EventLog(10);
    fill(log, 95);
    const { events, firstId } = log.readAfter(-1);
    expect(firstId).toBeGreaterThan(0);
    expect(events.length).toBeGreaterThanOrEqual(10);
    expect(events.length).toBeLessThan(20);
    expect(events.map((event) => event.data)).toEqual(events.map((event) => event.id));
    expect(events.at(-1)?.id).toBe(94);
  });

  it('wakes its readers for each event and at the end', async () => {
    const log = new EventLog();
    const first = log.changed();
    log.push('values', 1);
    await first;
    const second = log.changed();
    log.close();
    await second;
    await log.changed();
    expect(log.isClosed).toBe(true);
  });
});
