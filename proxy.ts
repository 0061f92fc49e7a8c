import type { NextRequest } from 'next/server';
import { guardPage } from '@/lib/runtime/guard-page';
import { parseSettings } from '@/lib/runtime/settings';

const settings = parseSettings(process.env, process.cwd());

/** Every page, and nothing else: the API guards itself, and here bodies above 10 MB would be cut. */
export function proxy(request: NextRequest): Response {
  return guardPage(request, settings, process.env.NODE_ENV === 'development');
}

export const config = { matcher: ['/((?!api/|api$|_next/static|_next/image|favicon.ico).*)'] };
