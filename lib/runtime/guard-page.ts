import { type NextRequest, NextResponse } from 'next/server';
import { cookieValue, type GateSettings, isToken, judgeRequest, TOKEN_COOKIE } from './gate';

/**
 * Guards the pages as `lib/api` guards the API, signs a browser in that brings the token, and gives each page its
 * Content-Security-Policy with a nonce.
 */
export function guardPage(request: NextRequest, settings: GateSettings, isDevelopment: boolean): Response {
  const given = request.nextUrl.searchParams.get('token');
  const token = settings.token !== null && given !== null && isToken(given, settings.token) ? settings.token : null;
  const verdict = judgeRequest({ method: request.method, headers: request.headers }, settings);
  const mayEnter = verdict.kind === 'allow' || verdict.code === 'UNAUTHORIZED';
  if (token !== null && mayEnter) return signIn(request, token);
  if (verdict.kind === 'refuse') return refuse(verdict);
  const policy = contentSecurityPolicy(crypto.randomUUID().replaceAll('-', ''), isDevelopment);
  const headers = new Headers(request.headers);
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}

/** The token leaves the address bar at once; from then on the cookie speaks. */
function signIn(request: NextRequest, token: string): Response {
  const { protocol, pathname, searchParams } = request.nextUrl;
  const query = new URLSearchParams(searchParams);
  query.delete('token');
  // By the name that the browser uses: the URL that Next makes has the one that the server listens on.
  const url = new URL(pathname, `${protocol}//${request.headers.get('host')}`);
  url.search = query.toString();
  const response = NextResponse.redirect(url, 303);
  response.cookies.set(TOKEN_COOKIE, cookieValue(token), {
    httpOnly: true,
    sameSite: 'strict',
    secure: protocol === 'https:',
    path: '/',
    maxAge: 30 * 24 * 3600,
  });
  return response;
}

function refuse({ status, code, message }: { status: number; code: string; message: string }): Response {
  const text = code === 'UNAUTHORIZED' ? 'This server needs its token: open /?token=… once in this browser.' : message;
  return new Response(`${text}\n`, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
  });
}

function contentSecurityPolicy(nonce: string, isDevelopment: boolean): string {
  // Development needs eval for React's error overlays, and a web socket for reloading.
  const script = `'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`;
  const connect = `'self'${isDevelopment ? ' ws: wss:' : ''}`;
  return [
    "default-src 'self'",
    `script-src ${script}`,
    // React Flow and the panels place things with inline styles.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    `connect-src ${connect}`,
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
