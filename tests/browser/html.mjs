// The Nu checker finds no error in any page, stylesheet or picture of the site.
import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";

const jar = createRequire(import.meta.url).resolve("vnu-jar/build/dist/vnu.jar");

// The checker says one JSON document, and its exit code is 1 when that lists an error.
const nu = (options, files) => new Promise((done, refuse) => {
  const args = ["-Xss4m", "-jar", jar, "--stdout", "--format", "json", ...options, ...files];
  execFile("java", args, { maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
    if (stdout.startsWith("{")) done(JSON.parse(stdout).messages);
    else refuse(new Error(`the Nu checker says nothing (is Java there?): ${error?.message} ${stderr}`));
  });
});

// Properties that a specification has and the checker does not know yet: https://www.w3.org/TR/SVG2/painting.html#VectorEffectProperty
const UNKNOWN = /“(vector-effect)”: Property/;

export default async function html({ site }, count) {
  for (const [ending, options] of [["html", []], ["css", ["--css"]], ["svg", ["--svg"]]]) {
    const files = site.files.filter((file) => file.endsWith(`.${ending}`));
    if (files.length === 0) continue;
    const messages = await nu(options, files.map((file) => join(site.folder, file)));
    const errors = messages.filter((one) => one.type === "error" || one.type === "non-document-error")
      .filter((one) => !UNKNOWN.test(one.message));
    for (const file of files) {
      const own = errors.filter((one) => one.url?.endsWith(`/${encodeURI(file)}`));
      count.none(file, own.map((one) => `line ${one.lastLine}, ${one.message} ${one.extract ?? ""}`));
    }
    const named = new Set(files.map((file) => encodeURI(file)));
    count.none(`no other complaint about .${ending}`, errors
      .filter((one) => ![...named].some((file) => one.url?.endsWith(`/${file}`))).map((one) => one.message));
  }
}
