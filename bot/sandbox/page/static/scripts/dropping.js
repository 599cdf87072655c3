// Files dragged over a chat: the chat lights up, and takes the file when it is let go. It must not know what a file is for.

import { el, icon } from "./elements.js";

const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

/** Let `pane` take files; `invite()` is the sentence on it, or null while nobody can send, `onFile` gets the file. */
export function takeDrops(pane, invite, onFile) {
  const cover = el("div", { class: "drop", hidden: true });
  pane.append(cover);
  let depth = 0;

  const leave = () => {
    depth = 0;
    cover.hidden = true;
  };
  pane.addEventListener("dragenter", (event) => {
    if (!carriesFiles(event)) return;
    depth += 1;
    const sentence = invite();
    if (sentence) cover.replaceChildren(icon("clip"), el("p", {}, sentence));
    cover.hidden = !sentence;
  });
  pane.addEventListener("dragleave", (event) => {
    if (!carriesFiles(event)) return;
    depth -= 1;
    if (depth <= 0) leave();
  });
  pane.addEventListener("dragover", (event) => {
    if (carriesFiles(event)) event.preventDefault();
  });
  pane.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    leave();
    const [file] = event.dataTransfer.files;
    if (file && invite()) onFile(file);
  });
}

/** A file let go beside the chats must not replace the page. */
export function ignoreOtherDrops() {
  for (const kind of ["dragover", "drop"]) document.addEventListener(kind, (event) => carriesFiles(event) && event.preventDefault());
}
