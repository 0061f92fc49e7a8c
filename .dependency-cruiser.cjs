// Two rule sets: `everyImport` holds for types too, `atRunTime` for the imports that are left when types are stripped.
// scripts/arrows.mjs applies them.

const npm = (...names) => `^node_modules/(${names.join('|')})(/|$)`;
const ANY_PACKAGE = npm('.*');
const ENGINE_API = '^engine/(index|zod|testing)\\.ts$';
const SAVERS = '^lib/storage/(sqlite|postgres)\\.ts$';
const CONTRACTS = '^lib/contracts/';
/** Tests, and the folders that hold nothing but tests and what they share, may import more. */
const TEST = '\\.test\\.tsx?$|^engine/(properties|seed)/|^lib/storage/(crash|faults)/';

/**
 * The arrows of ARCHITECTURE.md, "Rooms": what each room may import besides itself. `node` also allows Node's own modules.
 * What is not named is forbidden.
 */
const rooms = [
  {
    name: 'engine',
    path: '^engine/',
    except: ['^engine/testing(/|\\.ts$)'],
    to: [npm('uuid'), '^(node:)?async_hooks$'],
  },
  { name: 'engine-testing', path: '^engine/testing(/|\\.ts$)', to: ['^engine/', '^(node:)?assert'], node: true },
  { name: 'drizzle', path: '^drizzle/', to: [npm('drizzle-orm', 'drizzle-kit')], node: true },
  { name: 'storage', path: '^lib/storage/', to: [ENGINE_API, '^drizzle/', ANY_PACKAGE], node: true },
  { name: 'graph-files', path: '^lib/graphs/', to: [ENGINE_API, CONTRACTS, ANY_PACKAGE], node: true },
  { name: 'runs', path: '^lib/runs/', to: [ENGINE_API, '^lib/(storage|graphs|contracts)/', ANY_PACKAGE], node: true },
  {
    name: 'capsule',
    path: '^lib/capsule/',
    to: [ENGINE_API, '^lib/(storage|graphs|runs|contracts)/', ANY_PACKAGE],
    node: true,
  },
  { name: 'contracts', path: '^lib/contracts/', to: [npm('zod')] },
  { name: 'inspect', path: '^lib/inspect/', to: [CONTRACTS] },
  {
    name: 'api',
    path: '^lib/api/',
    to: [ENGINE_API, '^lib/(runtime|capsule|runs|storage|graphs|inspect|contracts)/', ANY_PACKAGE],
    node: true,
  },
  {
    name: 'runtime',
    path: '^lib/runtime/',
    to: [ENGINE_API, '^lib/(storage|graphs|runs|capsule|contracts)/', ANY_PACKAGE],
    node: true,
  },
  { name: 'client', path: '^lib/client/', to: [CONTRACTS, '^lib/inspect/', ANY_PACKAGE] },
  { name: 'api-route', path: '^app/api/', to: ['^lib/(api|runtime)/', ANY_PACKAGE] },
  {
    name: 'pages',
    path: '^app/.*(page|layout)\\.tsx$',
    to: ['^app/', '^lib/(runtime|client|inspect|contracts)/', ANY_PACKAGE],
    node: true,
  },
  {
    name: 'components',
    path: '^app/',
    except: ['^app/api/', '(page|layout)\\.tsx$'],
    to: ['^lib/(client|inspect|contracts)/', ANY_PACKAGE],
  },
  { name: 'examples', path: '^graphs/', to: [ENGINE_API, SAVERS, npm('zod')], node: true },
  { name: 'stories', path: '^e2e/', to: [ENGINE_API, SAVERS, '^lib/(contracts|inspect)/', ANY_PACKAGE], node: true },
  {
    name: 'interop',
    path: '^interop/',
    to: [ENGINE_API, SAVERS, '^lib/storage/test-databases\\.ts$', ANY_PACKAGE],
    node: true,
  },
  { name: 'entries', path: '^(instrumentation|proxy)\\.ts$', to: ['^lib/(runtime|api)/', ANY_PACKAGE], node: true },
];

const everyImport = [
  ...rooms.map(({ name, path, except = [], to, node }) => ({
    name: `arrows-of-${name}`,
    comment: 'ARCHITECTURE.md, "Rooms", names what this room may import.',
    severity: 'error',
    from: { path, pathNot: [TEST, ...except, ...(path === '^engine/' ? ['^engine/zod\\.ts$'] : [])] },
    to: { pathNot: [path, ...to], dependencyTypesNot: node ? ['core'] : [], couldNotResolve: false },
  })),
  {
    name: 'arrows-of-engine-zod',
    comment: 'The one engine file that knows zod; the main entry must load without it.',
    severity: 'error',
    from: { path: '^engine/zod\\.ts$' },
    to: { pathNot: ['^engine/', npm('zod')] },
  },
  {
    name: 'nobody-imports-a-test',
    severity: 'error',
    from: { pathNot: TEST },
    to: { path: TEST },
  },
  {
    name: 'langchain-is-for-interop',
    comment:
      'Nothing of LangChain or LangGraph.js is a dependency of the product: its tests against them are in interop/.',
    severity: 'error',
    from: { pathNot: '^interop/' },
    to: { path: '(^|/)@langchain/' },
  },
  {
    name: 'resolvable',
    comment: 'The import leads nowhere.',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
];

const atRunTime = [
  {
    name: 'contracts-are-types-in-the-browser',
    comment: 'zod stays on the server: browser code imports types from contracts, nothing that runs.',
    severity: 'error',
    from: { path: '^(lib/(client|inspect)|app)/', pathNot: [TEST, '^app/api/'] },
    to: { path: CONTRACTS },
  },
  {
    name: 'no-cycles',
    comment:
      'Two files that need each other are one idea, or hide a third. A form whose fields hold fields may call itself.',
    severity: 'error',
    from: { pathNot: '^app/components/schema-form/' },
    to: { circular: true },
  },
];

module.exports = {
  everyImport,
  atRunTime,
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(\\.next|dist|bench)' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.css'],
    },
  },
};
