// The nine marks of statuses, drawn as the theme draws them at 16 px and in grey, differ in shape alone.
import { visit } from "./site.mjs";

const MARKS = ["check", "half", "cross", "arrow", "pause", "clock", "dot", "dash", "question"];
const SIZE = 16;
// Of all the ink of two marks laid over one another as well as can be, the part that belongs to one alone. 0: the same shape; 1: nothing
// in common. Two rings of the same size, one with a cut an eighth as long, come to about 0.1: not told apart in a table. Full and empty
// come to 0.5. A third is the least at which a mark alone in its line is named without its neighbour beside it.
const LEAST = 1 / 3;

export default async function marks({ browser, site }, count) {
  const pictures = await visit(browser, site.front, { colorScheme: "light" }, async (tab) => {
    const missing = await tab.evaluate(draw, { names: MARKS, size: SIZE });
    count.none("every mark is on the page as a symbol #_mark-<name>", missing);
    const shots = [];
    for (let at = 0; at < MARKS.length; at++) {
      const shot = await tab.screenshot({ clip: { x: at * 2 * SIZE, y: 0, width: 2 * SIZE, height: 2 * SIZE } });
      shots.push(shot.toString("base64"));
    }
    return shots;
  });
  const inks = await visit(browser, "about:blank", {}, (tab) => tab.evaluate(read, pictures));
  MARKS.forEach((one, at) => {
    count.check(`${one} is drawn`, inks[at].reduce((sum, ink) => sum + ink, 0) > SIZE, "hardly any ink");
    MARKS.slice(at + 1).forEach((other, more) => {
      const apart = difference(inks[at], inks[at + 1 + more]);
      count.check(`${one} and ${other} differ`, apart >= LEAST, `${apart.toFixed(2)} < ${LEAST.toFixed(2)}`);
    });
  });
}

// Runs in the page: a row of marks above everything, grey on white, with room around each.
function draw({ names, size }) {
  const row = document.body.appendChild(document.createElement("div"));
  Object.assign(row.style, { position: "fixed", inset: "0 auto auto 0", zIndex: "9999", background: "#fff", color: "#555", width: `${2 * size * names.length}px`, height: `${2 * size}px` });
  for (const [at, name] of names.entries()) {
    const svg = row.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "svg"));
    svg.setAttribute("class", "mark");
    Object.assign(svg.style, { position: "absolute", margin: "0", left: `${at * 2 * size + size / 2}px`, top: `${size / 2}px`, width: `${size}px`, height: `${size}px` });
    svg.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "use")).setAttribute("href", `#_mark-${name}`);
  }
  return names.filter((name) => document.getElementById(`_mark-${name}`)?.localName !== "symbol");
}

// Runs in an empty page: how much ink each dot of each picture has, from 0 to 1.
function read(pictures) {
  return Promise.all(pictures.map(async (picture) => {
    const image = new Image();
    image.src = `data:image/png;base64,${picture}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
    canvas.drawImage(image, 0, 0);
    const { data } = canvas.getImageData(0, 0, image.width, image.height);
    return Array.from({ length: data.length / 4 }, (_, at) => Math.min(1, (255 - data[4 * at + 1]) / (255 - 0x55)));
  }));
}

// The least of all ways to lay one over the other, a dot to each side: a shape moved by a dot is the same shape.
function difference(one, other) {
  const side = Math.sqrt(one.length);
  const at = (ink, x, y) => (x < 0 || y < 0 || x >= side || y >= side ? 0 : ink[y * side + x]);
  let least = 1;
  for (let dx = -1; dx <= 1; dx++) {
    for (let dy = -1; dy <= 1; dy++) {
      let alone = 0;
      let all = 0;
      for (let y = 0; y < side; y++) {
        for (let x = 0; x < side; x++) {
          const [a, b] = [at(one, x, y), at(other, x + dx, y + dy)];
          alone += Math.abs(a - b);
          all += Math.max(a, b);
        }
      }
      least = Math.min(least, alone / all);
    }
  }
  return least;
}
