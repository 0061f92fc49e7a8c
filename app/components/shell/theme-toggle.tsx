'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useKeys } from '@/lib/client/use-keys';
import { parseTheme, THEME_COOKIE, type Theme } from '../../theme';
import { IconButton } from '../ui/icon-button';

const NEXT: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' };
const ICONS = { system: Monitor, light: Sun, dark: Moon } as const;
const YEAR_S = 365 * 24 * 3600;

/** System, light, dark in turn; remembered in a cookie, so that the server renders the next page in it. */
export function ThemeToggle() {
  const [theme, setTheme] = useState<Theme>('system');
  useEffect(() => setTheme(parseTheme(document.documentElement.dataset.theme)), []);
  const Icon = ICONS[theme];
  const switchTheme = () => {
    applyTheme(NEXT[theme]);
    setTheme(NEXT[theme]);
  };
  useKeys({ 'theme.switch': switchTheme });
  return (
    <IconButton
      label={`Theme: ${theme}. Switch to ${NEXT[theme]}`}
      icon={<Icon aria-hidden size={15} />}
      onClick={switchTheme}
    />
  );
}

function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
  document.cookie = `${THEME_COOKIE}=${theme}; path=/; max-age=${YEAR_S}; samesite=strict`;
}
