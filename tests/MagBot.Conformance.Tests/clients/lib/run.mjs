// Runs the scenario named on the command line. The test that started the process answers requests for what only the server's side
// can do (`ask`), one line each way. Exit code 0 means that all of it held.
import { createInterface } from "node:readline";

const answers = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

/** Asks the test to do something at the server's side, e.g. `advance 31` to move its clock; resolves to its answer. */
export async function ask(request) {
  process.stdout.write(`?${request}\n`);
  const { value } = await answers.next();
  return value;
}

export async function run(scenarios) {
  const [name, json] = process.argv.slice(2);
  const scenario = scenarios[name];
  if (!scenario) throw new Error(`There is no scenario "${name}".`);
  const limit = setTimeout(() => {
    console.error(`Scenario ${name} took longer than 90 seconds.`);
    process.exit(2);
  }, 90_000);
  try {
    await scenario(JSON.parse(json ?? "{}"));
    clearTimeout(limit);
    process.exit(0);
  } catch (error) {
    console.error(error);
    process.exit(1);
  }
}

/** Waits until `look` returns something, looking again whenever `changed` is called. */
export class Signal {
  #waiting = [];

  changed() {
    for (const wake of this.#waiting.splice(0)) wake();
  }

  async until(look, describe) {
    for (;;) {
      const found = look();
      if (found) return found;
      let timer;
      await new Promise((resolve, reject) => {
        this.#waiting.push(resolve);
        timer = setTimeout(() => reject(new Error(`Waited 30 seconds for ${describe()}.`)), 30_000);
      });
      clearTimeout(timer);
    }
  }
}
