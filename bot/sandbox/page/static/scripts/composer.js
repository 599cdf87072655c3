// The box one writes in: text, files, reply, and the list of commands after a slash. It must not know who reads it.

import * as api from "./api.js";
import { buildAttachment } from "./attachment.js";
import { attempt, el, icon } from "./elements.js";

/**
 * Build a composer inside `form`.
 * `chat()` gives {userId, chatId, topicId} or null while nobody can write; `reply` has get() and set(message | null).
 */
export function buildComposer(form, { chat, reply, label }) {
  const kind = form.dataset.chatKind;
  const input = el("textarea", { id: `${kind}-input`, rows: 1, "aria-label": label, autocomplete: "off", enterkeyhint: "send", "aria-controls": `${kind}-commands` });
  const picker = el("input", { type: "file", id: `${kind}-file`, class: "visually-hidden", tabindex: "-1", "aria-label": "File to send" });
  const attach = el("button", { type: "button", class: "icon-button", "aria-label": "Send a file", title: "Send a file", onclick: () => picker.click() }, icon("clip"));
  const submitter = el("button", { type: "submit", class: "icon-button send", "aria-label": "Send", title: "Send" }, icon("send"));
  const quote = el("div", { class: "replying", hidden: true });
  const list = el("ul", { class: "commands", id: `${kind}-commands`, role: "listbox", "aria-label": "Commands", hidden: true });
  const blocked = el("p", { class: "blocked", hidden: true });
  const attachment = buildAttachment(input, () => {
    input.placeholder = attachment.get() ? "Caption" : placeholder;
    grow();
  });
  form.append(list, quote, blocked, attachment.node, el("div", { class: "compose" }, attach, picker, input, submitter));

  let placeholder = "";
  let commands = [];
  let chosen = -1;

  const grow = () => {
    input.style.height = "auto";
    input.style.height = `${Math.min(input.scrollHeight, 140)}px`;
  };

  async function submit() {
    const text = input.value.trim();
    const place = chat();
    const file = attachment.get();
    if (!place || !(text || file)) return;
    const answered = reply.get()?.id ?? null;
    input.value = "";
    attachment.drop();
    close();
    reply.set(null);
    const { userId, chatId, topicId } = place;
    const send = () => (file ? api.sendFile(userId, chatId, topicId, file, text, answered) : api.post(userId, chatId, topicId, text, answered));
    if ((await attempt(send)) || input.value) return;
    input.value = text;
    if (file) attachment.take(file);
  }

  async function suggest() {
    const place = chat();
    const typed = input.value;
    if (!place || attachment.get() || !/^\/\w*$/.test(typed)) return close();
    commands = (await attempt(() => api.listCommands(place.userId, place.chatId)))?.commands ?? [];
    if (input.value !== typed) return undefined;
    const fitting = commands.filter((one) => one.command.startsWith(typed.slice(1)));
    chosen = -1;
    list.replaceChildren(...fitting.map((one, index) => option(one, index)));
    list.hidden = fitting.length === 0;
    return undefined;
  }

  const option = (one, index) =>
    el(
      "li",
      { role: "option", id: `${kind}-command-${index}`, "aria-selected": "false", data: { command: one.command }, onmousedown: (event) => event.preventDefault(), onclick: () => take(one.command) },
      el("strong", {}, `/${one.command}`),
      el("span", {}, one.description),
    );

  function take(command) {
    input.value = `/${command} `;
    close();
    input.focus();
  }

  function move(step) {
    const options = [...list.children];
    chosen = (chosen + step + options.length + (chosen < 0 && step < 0 ? 1 : 0)) % options.length;
    options.forEach((one, index) => one.setAttribute("aria-selected", String(index === chosen)));
    options[chosen].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[chosen].id);
  }

  function close() {
    list.hidden = true;
    chosen = -1;
    input.removeAttribute("aria-activedescendant");
  }

  input.addEventListener("input", () => {
    grow();
    suggest();
  });
  input.addEventListener("blur", close);
  input.addEventListener("focus", suggest);
  input.addEventListener("keydown", (event) => {
    const isOpen = !list.hidden;
    if (isOpen && (event.key === "ArrowDown" || event.key === "ArrowUp")) move(event.key === "ArrowDown" ? 1 : -1);
    else if (isOpen && event.key === "Escape") close();
    else if (isOpen && chosen >= 0 && (event.key === "Enter" || event.key === "Tab")) take(list.children[chosen].dataset.command);
    else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit();
    else if (event.key === "Escape" && reply.get()) reply.set(null);
    else return;
    event.preventDefault();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
    input.focus();
  });
  picker.addEventListener("change", () => {
    const [file] = picker.files;
    picker.value = "";
    if (file) attachment.take(file);
  });
  input.addEventListener("paste", (event) => {
    const [file] = event.clipboardData?.files ?? [];
    if (!file) return;
    event.preventDefault();
    attachment.take(file);
  });

  return {
    /** Show who would write here, whom they answer, and why they may not (or null when they may). */
    refresh(hint, why) {
      const answered = reply.get();
      quote.hidden = !answered;
      if (answered) {
        quote.replaceChildren(
          icon("reply"),
          el("p", {}, el("strong", {}, `Reply to ${answered.sender.name}`), el("span", {}, answered.text || "…")),
          el("button", { type: "button", class: "icon-button", "aria-label": "Cancel the reply", onclick: () => reply.set(null) }, icon("close")),
        );
      }
      placeholder = hint;
      input.placeholder = attachment.get() ? "Caption" : placeholder;
      for (const control of [input, attach, submitter]) control.disabled = why !== null;
      blocked.hidden = why === null;
      blocked.replaceChildren(...(why ?? []));
    },
    /** Put text into the box, ready to be sent. */
    type(text) {
      input.value = text;
      grow();
      input.focus();
    },
    attach: attachment.take,
    focus: () => input.focus(),
  };
}
