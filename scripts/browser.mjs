import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The path of a Chromium that starts: the system's, else Playwright's, else Debian's package when this is root. */
export async function ensureBrowser(root) {
  const present = SYSTEM.find(starts);
  if (present) return present;
  const { chromium } = await import('@playwright/test');
  const downloaded = () => (starts(chromium.executablePath()) ? chromium.executablePath() : undefined);
  return downloaded() ?? (installByPlaywright(root) ? downloaded() : undefined) ?? installByApt();
}

function starts(path) {
  if (!existsSync(path)) return false;
  try {
    execFileSync(path, ['--version'], { stdio: 'ignore', timeout: 20_000 });
    return true;
  } catch {
    // A stub that only tells where to get it, or a library is missing: not a browser that can be used.
    return false;
  }
}

function installByPlaywright(root) {
  const mayInstallLibraries = isRoot() || Boolean(process.env.CI);
  const flags = ['install', ...(mayInstallLibraries ? ['--with-deps'] : []), 'chromium'];
  return runs(process.execPath, [join(root, 'node_modules/@playwright/test/cli.js'), ...flags]);
}

function installByApt() {
  const apt = isRoot() && existsSync('/usr/bin/apt-get');
  if (apt && runs('apt-get', ['update']) && runs('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'])) {
    const installed = SYSTEM.find(starts);
    if (installed) return installed;
  }
  throw new Error(
    'There is no Chromium, and none could be installed. Install one as /usr/bin/chromium, then run this again.',
  );
}

function runs(program, flags) {
  try {
    execFileSync(program, flags, { stdio: ['ignore', 'inherit', 'inherit'] });
    return true;
  } catch (error) {
    console.error(`${program} ${flags.join(' ')} did not work: ${error.message}`);
    return false;
  }
}

const isRoot = () => process.getuid?.() === 0;
