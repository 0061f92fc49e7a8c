import postgres from 'postgres';
import { describe, expect, it } from 'vitest';
import { PostgresSaver } from '../postgres';
import { newPostgresSchema, testPostgresUrl } from '../test-databases';
import type { Fault } from './fail-and-go-on';
import { durabilities, failAndGoOn } from './fail-and-go-on';

describe.runIf(testPostgresUrl).each(durabilities)('a PostgreSQL database, with durability %s,', (durability) => {
  const meet = async (
    fault: (other: postgres.Sql, saver: PostgresSaver) => Fault,
    options?: Parameters<typeof PostgresSaver.fromConnString>[1],
  ) => {
    const place = await newPostgresSchema();
    const other = postgres(place.url, { max: 1, connection: { application_name: 'other' } });
    const saver = PostgresSaver.fromConnString(place.url, options);
    await saver.setup();
    await failAndGoOn(saver, durability, fault(other, saver));
    await saver.end();
    await other.end();
    await place.remove();
  };

  it('that answers too late ends the run with what to do, and goes on when it is quick again', () =>
    meet(
      (other) => ({
        strike: async () => void (await other.unsafe('BEGIN; LOCK TABLE checkpoints IN ACCESS EXCLUSIVE MODE')),
        heal: async () => void (await other.unsafe('ROLLBACK')),
        says: /^The PostgreSQL database failed: canceling statement due to statement timeout\. Something holds a lock/,
      }),
      { statementTimeoutMs: 1_000 },
    ));

  it('whose connections are all taken ends the run with what to do, and goes on when one is free', () =>
    meet(
      (_, { database }) => {
        const taken: Promise<unknown>[] = [];
        let give = () => {};
        const given = new Promise<void>((resolve) => {
          give = resolve;
        });
        return {
          async strike() {
            for (let count = 0; count < 2; count++) {
              await new Promise<void>((isTaken) => {
                const hold = async () => {
                  isTaken();
                  await given;
                };
                taken.push(database.transaction(hold).catch(() => {}));
              });
            }
          },
          async heal() {
            give();
            await Promise.all(taken);
          },
          says: /^The PostgreSQL database failed: no answer in 1 s: its connections are all taken, or it is away/,
        };
      },
      { maxConnections: 2, maxWaitMs: 1_000 },
    ));

  it('that cuts the connection while a step is saved ends the run with what to do, and goes on with another one', () =>
    meet((other) => {
      let cut: Promise<void> | undefined;
      const cutOff = async () => {
        const isWaiting = other`relation = 'checkpoints'::regclass AND NOT granted`;
        const ended = () => other`SELECT pg_terminate_backend(pid) FROM pg_locks WHERE ${isWaiting}`;
        await expect.poll(async () => (await ended()).length, { timeout: 10_000 }).toBeGreaterThan(0);
        await other.unsafe('ROLLBACK');
      };
      return {
        async strike() {
          await other.unsafe('BEGIN; LOCK TABLE checkpoints IN ACCESS EXCLUSIVE MODE');
          cut = cutOff();
        },
        heal: async () => cut,
        says: /^The PostgreSQL database failed: .*(terminating connection|CONNECTION_CLOSED|ECONNRESET).*\. Check that it runs/,
      };
    }));

  it('that takes no writes ends the run with what to do, and goes on when it does', () =>
    meet(
      (_, { database }) => {
        const setReadOnly = (value: string) => database.query(`SET default_transaction_read_only = ${value}`, []);
        return {
          strike: async () => void (await setReadOnly('on')),
          heal: async () => void (await setReadOnly('off')),
          says: /failed: cannot execute .* in a read-only transaction\. It takes no writes, as a standby does not/,
        };
      },
      { maxConnections: 1 },
    ));
});
