// Runs the families of tests in real Chromium on a built site, and prints a line of counts for each. Nothing is skipped:
// what cannot run has failed.
//
//     node run.mjs SITE HUNDRED [FAMILY…]      HUNDRED: a built site of a hundred generated pledges
//     node run.mjs SITE HUNDRED --pictures DIR pictures alone
import { Count, launch, serve } from "./site.mjs";
import { pictures } from "./pictures.mjs";

export const FAMILIES = ["html", "readers", "axe", "reflow", "palette", "marks", "filter", "noscript", "nostyle", "print", "weight", "words", "languages"];

// One family on one site: its count.
export async function family(name, world) {
  const count = new Count();
  try {
    const { default: test } = await import(`./${name}.mjs`);
    await test(world, count);
    count.check("at least one check", count.passed + count.failed.length > 0);
  } catch (error) {
    count.check("the family runs to its end", false, error.stack);
  }
  return count;
}

async function main([folder, hundred, ...rest]) {
  const browser = await launch();
  const world = { browser, site: await serve(folder), hundred: await serve(hundred) };
  let failed = 0;
  if (rest[0] === "--pictures") await pictures(world, rest[1]);
  else {
    for (const name of rest.length > 0 ? rest : FAMILIES) {
      const began = Date.now();
      const count = await family(name, world);
      for (const line of count.failed) console.log(`FAILED ${name}: ${line}`);
      const seconds = Math.round((Date.now() - began) / 1000);
      console.log(`${name}: ${count.passed} passed, ${count.failed.length} failed (${seconds} s)`);
      failed += count.failed.length;
    }
  }
  await browser.close();
  process.exit(failed > 0 ? 1 : 0);
}

if (process.argv[1] === new URL(import.meta.url).pathname) await main(process.argv.slice(2));
