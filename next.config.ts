import type { NextConfig } from 'next';

const securityHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'no-referrer' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=()' },
];

const config: NextConfig = {
  /** A build folder of one's own lets a second checkout or test server build beside the first. */
  distDir: process.env.NEXT_DIST_DIR || '.next',
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  /** Native packages, and those that load files by paths of their own. */
  serverExternalPackages: ['libsql', 'jiti', 'postgres'],
  /** `npm run check` checks types; a second pass would only slow the first start. */
  typescript: { ignoreBuildErrors: true },
  /** React Flow brings d3's transitions, which could fade colours; it fades none, and the parser for them weighs 4 KB at first load. */
  turbopack: { resolveAlias: { 'd3-color': './app/threads/[threadId]/graph/no-colours.ts' } },
  headers: async () => [{ source: '/:path*', headers: securityHeaders }],
};

export default config;
