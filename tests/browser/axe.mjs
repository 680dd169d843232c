// No fault that axe-core knows, on every kind of page in every look; nothing that the page's own policy refuses; nobody else is asked.
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { NARROW, WIDE, together, visit } from "./site.mjs";

const looks = [
  { look: "light", colorScheme: "light", forcedColors: "none" },
  { look: "dark", colorScheme: "dark", forcedColors: "none" },
  { look: "forced colours", colorScheme: "light", forcedColors: "active" },
];
const rules = {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  rules: { "target-size": { enabled: true } },
};

export default async function axe({ browser, site }, count) {
  const source = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  const jobs = site.kinds.flatMap((page) => [NARROW, WIDE].map((width) => ({ page, width })));
  await together(jobs, async ({ page, width }) => {
    const name = `${page.name} at ${width} px`;
    const refused = [];
    const others = [];
    const before = (tab) => {
      tab.on("console", (message) => ["error", "warning"].includes(message.type()) && refused.push(message.text()));
      tab.on("pageerror", (error) => refused.push(error.message));
      tab.on("request", (request) => request.url().startsWith(site.origin) || others.push(request.url()));
    };
    await visit(browser, page.url, { width, before }, async (tab) => {
      // Through the debugger, since the page's policy rightly forbids a script that is not its own.
      const debug = await tab.context().newCDPSession(tab);
      const run = async (expression) => {
        const { result, exceptionDetails } = await debug.send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
        if (exceptionDetails) throw new Error(`${name}: ${exceptionDetails.exception?.description}`);
        return result.value;
      };
      await run(`${source}; undefined`);
      for (const { look, ...media } of looks) {
        await tab.emulateMedia(media);
        const said = await run(`axe.run(${JSON.stringify(rules)}).then(({ violations, passes }) => ({
          passes: passes.length,
          violations: violations.map((one) => one.id + " (" + one.nodes.length + "): " + one.nodes[0].html.slice(0, 160)),
        }))`);
        count.none(`${name}, ${look}, axe`, said.passes > 5 ? said.violations : ["axe looked at nothing"]);
      }
      count.none(`${name}, quiet and within its policy`, refused);
      count.none(`${name}, no request to another host`, others);
    });
  });
}
