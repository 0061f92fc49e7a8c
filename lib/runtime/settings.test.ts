import { describe, expect, it } from 'vitest';
import { parseSettings, SettingsError } from './settings';

const parse = (environment: Record<string, string>) => parseSettings(environment, '/package');

describe('settings', () => {
  it('need no environment at all', () => {
    expect(parse({})).toEqual({
      databaseUrl: 'file:/package/.retrograph/retrograph.db',
      host: '127.0.0.1',
      port: 3000,
      origins: [],
      configPath: null,
      token: null,
      retentionMs: null,
      workingDirectory: '/package',
    });
  });

  it('take paths from where the person stood', () => {
    const settings = parse({ INIT_CWD: '/home/me', DATABASE_URL: 'file:data/x.db', RETROGRAPH_CONFIG: 'mine.json' });
    expect(settings.databaseUrl).toBe('file:/home/me/data/x.db');
    expect(settings.configPath).toBe('/home/me/mine.json');
    expect(parse({ INIT_CWD: '/home/me' }).databaseUrl).toBe('file:/home/me/.retrograph/retrograph.db');
    expect(parse({ DATABASE_URL: 'file:///tmp/x.db' }).databaseUrl).toBe('file:/tmp/x.db');
  });

  it('read origins as browsers write them', () => {
    expect(parse({ RETROGRAPH_ORIGINS: 'https://chat.example/, http://localhost:5173' }).origins).toEqual([
      'https://chat.example',
      'http://localhost:5173',
    ]);
  });

  it('read how long checkpoints are kept, in days or hours', () => {
    expect(parse({ RETROGRAPH_RETENTION: '7d' }).retentionMs).toBe(7 * 24 * 3_600_000);
    expect(parse({ RETROGRAPH_RETENTION: ' 12h ' }).retentionMs).toBe(12 * 3_600_000);
    expect(parse({ RETROGRAPH_RETENTION: '' }).retentionMs).toBeNull();
  });

  it.each([
    [{ RETROGRAPH_TOKN: 'x' }, 'RETROGRAPH_TOKN'],
    [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL'],
    [{ PORT: 'three' }, 'PORT'],
    [{ PORT: '70000' }, 'PORT'],
    [{ RETROGRAPH_ORIGINS: 'chat.example' }, 'RETROGRAPH_ORIGINS'],
    [{ RETROGRAPH_ORIGINS: '*' }, 'RETROGRAPH_ORIGINS'],
    [{ RETROGRAPH_TOKEN: 'short' }, 'RETROGRAPH_TOKEN'],
    [{ HOST: 'a b' }, 'HOST'],
    [{ RETROGRAPH_RETENTION: '7 days' }, 'RETROGRAPH_RETENTION: "7 days" is no time span'],
    [{ RETROGRAPH_RETENTION: '7' }, 'RETROGRAPH_RETENTION'],
    [{ RETROGRAPH_RETENTION: '0d' }, 'RETROGRAPH_RETENTION'],
    [{ RETROGRAPH_RETENTION: '-1d' }, 'RETROGRAPH_RETENTION'],
  ])('stop the start for %j and name %s', (environment, name) => {
    expect(() => parse(environment)).toThrow(SettingsError);
    expect(() => parse(environment)).toThrow(name);
  });

  it('never listen wide without a token', () => {
    expect(() => parse({ HOST: '0.0.0.0' })).toThrow('RETROGRAPH_TOKEN');
    expect(parse({ HOST: '0.0.0.0', RETROGRAPH_TOKEN: 'a-long-enough-secret' }).host).toBe('0.0.0.0');
    expect(parse({ HOST: '[::1]' }).host).toBe('::1');
  });
});
