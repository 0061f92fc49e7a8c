import { randomBytes } from 'node:crypto';

const STATIC = /^\/(_next\/static|api)\//;

/**
 * Gives each page a Content-Security-Policy with a nonce of its own. Next reads the nonce from the request's header and puts it on its
 * scripts, so that no other script runs. Styles may be inline, because React Flow positions its nodes that way.
 */
export function secureContent(request, response, { isDev }) {
  if (STATIC.test(request.url)) return;
  const policy = contentSecurityPolicy(randomBytes(16).toString('base64'), { isDev });
  request.headers['content-security-policy'] = policy;
  response.setHeader('Content-Security-Policy', policy);
}

export function contentSecurityPolicy(nonce, { isDev }) {
  // React's development build compiles stack frames with eval.
  const scripts = `'nonce-${nonce}' 'strict-dynamic'${isDev ? " 'unsafe-eval'" : ''}`;
  return [
    `default-src 'self'`,
    `script-src ${scripts}`,
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data: blob:`,
    `worker-src 'self' blob:`,
    `connect-src 'self'${isDev ? ' ws:' : ''}`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ].join('; ');
}
