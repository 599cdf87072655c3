// The little pictures in what the bot says, drawn by the page itself, so that they look the same on every machine.
// The sign stays in the text: it can be copied, searched and read aloud. It must not know where the text stands.

import { el } from "./elements.js";

const DRAWN = new Set(
  (
    "2139 231b 23e9 23f0 23f1 23f3 23f8 2600 2611 26a0 26d4 2702 2705 2709 270b 270f 2714 2716 2744 274c 2753 2754 2757 2795 1f195 " +
    "1f310 1f3e6 1f440 1f441 1f44b 1f44d 1f464 1f465 1f493 1f4b8 1f4c4 1f4c5 1f4cb 1f4ce 1f4d2 1f4e4 1f4e5 1f4e7 1f4e8 1f501 1f504 " +
    "1f50c 1f50e 1f510 1f511 1f512 1f513 1f514 1f515 1f517 1f534 1f550 1f5d1 1f69a 1f6a8 1f6aa 1f6ab 1f6d1 1f7e0 1f7e1 1f7e2 1f9f9 " +
    "1fa7a"
  ).split(" "),
);
const SIGN = /(\p{Extended_Pictographic}\uFE0F?)/u;

/** The text as nodes, with a picture over each sign that has one. */
export const withPictures = (text) => text.split(SIGN).map((part, place) => (place % 2 ? picture(part) : part)).filter(Boolean);

function picture(sign) {
  const name = sign.codePointAt(0).toString(16);
  if (!DRAWN.has(name)) return sign;
  const node = el("span", { class: "pictograph" }, sign);
  node.style.backgroundImage = `url("page/emoji/${name}.svg")`;
  return node;
}
