export type Theme = 'system' | 'light' | 'dark';

/** A cookie, so that the server renders the right theme and no page flashes. */
export const THEME_COOKIE = 'retrograph-theme';

export function parseTheme(value: string | undefined): Theme {
  return value === 'light' || value === 'dark' ? value : 'system';
}
