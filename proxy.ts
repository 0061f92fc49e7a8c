import { type NextRequest, NextResponse } from 'next/server';
import { cookieValue, isToken, judgeRequest, TOKEN_COOKIE } from '@/lib/runtime/gate';
import { parseSettings } from '@/lib/runtime/settings';

const settings = parseSettings(process.env, process.cwd());
const isDevelopment = process.env.NODE_ENV === 'development';

/**
 * Guards the pages as `lib/api` guards the API (which stays outside: here bodies above 10 MB would be cut), signs a browser in
 * that brings the token, and gives each page its Content-Security-Policy with a nonce.
 */
export function proxy(request: NextRequest): Response {
  const token = request.nextUrl.searchParams.get('token');
  const verdict = judgeRequest({ method: request.method, headers: request.headers }, settings);
  if (verdict.kind === 'refuse') {
    const mayEnter =
      verdict.code === 'UNAUTHORIZED' && token !== null && settings.token !== null && isToken(token, settings.token);
    return mayEnter ? signIn(request, settings.token as string) : refuse(verdict);
  }
  if (token !== null && settings.token !== null && isToken(token, settings.token))
    return signIn(request, settings.token);
  const policy = contentSecurityPolicy(crypto.randomUUID().replaceAll('-', ''));
  const headers = new Headers(request.headers);
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}

export const config = { matcher: ['/((?!api/|api$|_next/static|_next/image|favicon.ico).*)'] };

/** The token leaves the address bar at once; from then on the cookie speaks. */
function signIn(request: NextRequest, token: string): Response {
  const url = request.nextUrl.clone();
  url.searchParams.delete('token');
  // Relative, as the server may be known by another name than the browser uses.
  const response = new NextResponse(null, { status: 303, headers: { location: `${url.pathname}${url.search}` } });
  response.cookies.set(TOKEN_COOKIE, cookieValue(token), {
    httpOnly: true,
    sameSite: 'strict',
    secure: request.nextUrl.protocol === 'https:',
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

function contentSecurityPolicy(nonce: string): string {
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
