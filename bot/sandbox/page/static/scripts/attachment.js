// A file that waits in a composer to be sent: chosen, dropped or pasted, with captions to choose from.

import { el, icon, showSize } from "./elements.js";
import { guessCaption, isSheet } from "./sheets.js";

const CAPTIONS = ["/whitelist", "/track"];

/**
 * Build the strip; `input` is the box the caption is typed into, `onChange` is called when a file comes or goes.
 * It shows itself only while a file waits.
 */
export function buildAttachment(input, onChange) {
  const node = el("div", { class: "attachment", hidden: true });
  let waiting = null;

  function show() {
    node.hidden = waiting === null;
    if (!waiting) return;
    const typed = input.value.trim();
    const chips = CAPTIONS.map((caption) =>
      el("button", { type: "button", class: "chip", "aria-pressed": String(typed === caption), data: { caption }, onclick: () => write(caption) }, caption),
    );
    node.replaceChildren(
      el("span", { class: "file-mark" }, icon("file")),
      el("p", { class: "file-name" }, el("strong", {}, waiting.name), el("small", {}, showSize(waiting.size))),
      el("button", { type: "button", class: "icon-button", "aria-label": "Do not send this file", onclick: clear }, icon("close")),
      el("div", { class: "captions", role: "group", "aria-label": "Caption" }, el("span", {}, "Caption"), chips),
    );
  }

  function write(caption) {
    input.value = caption;
    onChange();
    show();
    input.focus();
  }

  function clear() {
    if (CAPTIONS.includes(input.value.trim())) input.value = "";
    drop();
    input.focus();
  }

  function drop() {
    waiting = null;
    show();
    onChange();
  }

  input.addEventListener("input", () => waiting && show());

  return {
    node,
    get: () => waiting,
    /** Take a file in; a sheet gets the caption that fits it, unless something was typed already. */
    async take(file) {
      waiting = file;
      if (!input.value.trim() && isSheet(file.name)) input.value = await guessCaption(file);
      show();
      onChange();
      input.focus();
    },
    drop,
  };
}
