const seconds = (fromMs) => `${((Date.now() - fromMs) / 1000).toFixed(1)} s`;

/** Runs `work` and tells what it is and how long it took; on a terminal the time counts on while it works. */
export async function runStep(title, work) {
  const startMs = Date.now();
  const isTerminal = process.stdout.isTTY;
  process.stdout.write(`  ${title} …`);
  const draw = () => process.stdout.write(`\r  ${title} … ${seconds(startMs)}`);
  const ticker = isTerminal ? setInterval(draw, 200) : undefined;
  try {
    await work();
    process.stdout.write(`${isTerminal ? `\r  ${title} …` : ''} ${seconds(startMs)}\n`);
  } catch (error) {
    process.stdout.write('\n');
    throw error;
  } finally {
    clearInterval(ticker);
  }
}
