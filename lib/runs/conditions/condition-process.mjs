import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import jsonata from 'jsonata';
import { createSearch } from './search-steps.mjs';
import { isTruth, messageOf } from './truth.mjs';

/**
 * The inside of the sandbox: a process of its own that evaluates JSONata expressions, on one state that arrives as JSON, or
 * on many that follow each other (`search-steps.mjs`). Not only a worker thread: V8 ends the whole process when one
 * allocation goes past a thread's limit, as `$reverse([1..9999999])` makes. The expressions run in a thread of it all the
 * same, so that its main thread hears when the server is gone.
 * It has no environment and no code from texts, and nothing that an expression reaches changes what a later one sees.
 * Plain JavaScript, so that Node runs the file as it is, beside every bundle.
 */
if (isMainThread) supervise();
else serve();

function supervise() {
  const worker = new Worker(new URL(import.meta.url));
  const end = () => process.exit(1);
  process.on('disconnect', end);
  worker.on('error', end);
  worker.on('message', (answer) => process.send(answer));
  process.on('message', (question) => worker.postMessage(question));
}

function serve() {
  closeWaysOut();
  const search = createSearch((answer) => parentPort.postMessage(answer));
  parentPort.on('message', async (question) => {
    if (question.search !== undefined) return search.open(question.search);
    if (question.steps !== undefined) return search.look(question.steps);
    parentPort.postMessage(await answer(question.expression, question.state));
  });
  parentPort.postMessage('ready');
}

async function answer(expression, state) {
  let compiled;
  try {
    compiled = jsonata(expression);
  } catch (error) {
    return { kind: 'malformed', message: messageOf(error), position: error?.position ?? null };
  }
  if (state === null) return { kind: 'value', holds: false, shown: null };
  try {
    const value = await compiled.evaluate(JSON.parse(state));
    return { kind: 'value', holds: isTruth(value), shown: shownOf(value) };
  } catch (error) {
    return { kind: 'failed', message: messageOf(error) };
  }
}

const SHOWN_LENGTH = 200;

function shownOf(value) {
  const text = JSON.stringify(value) ?? null;
  return text === null || text.length <= SHOWN_LENGTH ? text : `${text.slice(0, SHOWN_LENGTH)}…`;
}

function closeWaysOut() {
  for (const each of [() => undefined, async () => undefined, function* () {}, async function* () {}]) {
    const prototype = Object.getPrototypeOf(each);
    Object.defineProperty(prototype, 'constructor', { value: undefined });
    Object.freeze(prototype);
  }
  for (const shared of [Object, Array, String, Number, Boolean, RegExp, Date, Map, Set, Promise]) {
    Object.freeze(shared.prototype);
    Object.freeze(shared);
  }
}
