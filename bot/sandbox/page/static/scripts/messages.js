// One message as a DOM node: bubble, reply, picture, document, buttons, marks. It must not know which chat is shown.

import * as api from "./api.js";
import { alertWith, attempt, avatar, el, hue, icon, showHours, showSize, toast } from "./elements.js";
import { withPictures } from "./pictographs.js";
import { judgeLink, render } from "./rich_text.js";
import { isSheet, showSheet } from "./sheets.js";

const LARGEST_CODE_PX = 600;

/**
 * The node of one message.
 * `around` has view, me, isGroup, and the ways out: onBot(url), onCommand(text), onReply(message), find(messageId).
 */
export function showMessage(message, around) {
  const isMine = message.sender.id === around.me?.id && !message.sender.is_anonymous;
  const data = { messageId: message.id, chat: message.chat_id, testid: "message" };
  if (message.service) {
    return el("div", { class: "service", data }, el("span", {}, message.service));
  }
  const name = message.sender.name;
  const bubble = el(
    "div",
    { class: "bubble" },
    around.isGroup && !isMine && el("p", { class: `sender ${hue(message.sender.id)}` }, name, message.sender.is_bot && el("span", { class: "bot-tag" }, "bot")),
    message.receiver_id && el("p", { class: "only-you", data: { testid: "only-you" } }, icon("eyes"), "Only you see this"),
    quote(message, around),
    photo(message),
    file(message),
    message.text && el("div", { class: "text" }, render(message.text, message.entities, wayOut(around))),
    marks(message),
  );
  const column = el("div", { class: "column" }, bubble);
  column.append(...scanning(message, around), ...keyboard(message, around));
  return el(
    "article",
    { class: `message ${isMine ? "mine" : "theirs"}${message.receiver_id ? " ephemeral" : ""}`, data, "aria-label": `${name}, ${showHours(message.date)}` },
    around.isGroup && !isMine && face(message),
    column,
    !message.receiver_id && el(
      "button",
      { type: "button", class: "icon-button reply", "aria-label": `Reply to ${name}`, title: "Reply", data: { key: "reply" }, onclick: () => around.onReply(message) },
      icon("reply"),
    ),
  );
}

const face = (message) =>
  message.sender.is_bot && !message.sender.is_anonymous
    ? el("img", { class: "avatar", src: "page/logo.svg", alt: "" })
    : avatar(message.sender.id, message.sender.name);

const wayOut = (around) => ({ botUsername: around.view.bot.username, onBot: around.onBot, onCommand: around.onCommand });

function quote(message, around) {
  if (!message.reply_to) return null;
  const original = around.find(message.reply_to);
  const jump = () => document.querySelector(`[data-chat="${message.chat_id}"][data-message-id="${message.reply_to}"]`)?.scrollIntoView({ block: "center" });
  return el(
    "button",
    { type: "button", class: "quote", data: { key: "quote" }, onclick: jump },
    el("strong", {}, original?.sender.name ?? "Deleted message"),
    el("span", {}, withPictures(original?.text || (original?.photo && "Picture") || original?.document?.name || "…")),
  );
}

function photo(message) {
  if (!message.photo) return null;
  const { file_id: fileId, width, height } = message.photo;
  // Squares of a code stay sharp when they are enlarged.
  const kind = width > LARGEST_CODE_PX ? "photo" : "photo code-picture";
  return el("img", { class: kind, src: api.fileUrl(fileId), width, height, alt: message.has_seed ? "QR code for an authenticator" : "Picture" });
}

function file(message) {
  if (!message.document) return null;
  const { file_id: fileId, name, size } = message.document;
  const inside = [el("span", { class: "file-mark" }, icon(isSheet(name) ? "sheet" : "file")), el("span", { class: "file-name" }, el("strong", {}, name), el("small", {}, isSheet(name) ? `${showSize(size)}, open as a table` : showSize(size)))];
  const download = { href: api.fileUrl(fileId), download: name };
  if (!isSheet(name)) return el("a", { class: "file", ...download }, inside);
  return el(
    "div",
    { class: "file" },
    el("button", { type: "button", class: "file-open", data: { key: "sheet", testid: "open-sheet" }, onclick: () => showSheet(message.document) }, inside),
    el("a", { class: "icon-button", "aria-label": `Download ${name}`, title: "Download", ...download }, icon("download")),
  );
}

function marks(message) {
  return el(
    "p",
    { class: "marks" },
    message.is_protected && el("span", { class: "mark", title: "Protected content: the apps neither forward nor save it" }, icon("shield"), "protected"),
    message.is_edited && el("span", { class: "mark" }, "edited"),
    el("time", { datetime: message.date }, showHours(message.date)),
  );
}

function scanning(message, around) {
  if (!message.has_seed || !around.me) return [];
  const scan = async () => {
    const answer = await attempt(() => api.scan(around.me.id, message.chat_id, message.id));
    if (answer) toast(`Scanned. ${around.me.first_name}’s authenticator shows ${answer.code.slice(0, 3)} ${answer.code.slice(3)}.`);
  };
  return [
    el(
      "button",
      { type: "button", class: "scan", data: { key: "scan", testid: "scan" }, onclick: scan },
      icon("codes"),
      `Scan with ${around.me.first_name}’s authenticator`,
    ),
  ];
}

function keyboard(message, around) {
  if (message.keyboard.length === 0) return [];
  const rows = message.keyboard.map((row, rowIndex) =>
    el("div", { class: "key-row" }, row.map((button, index) => key(message, button, `${rowIndex}.${index}`, around))),
  );
  return [el("div", { class: "keyboard" }, rows)];
}

function key(message, button, place, around) {
  const style = ["danger", "success", "primary"].includes(button.style) ? ` ${button.style}` : "";
  const common = { class: `key${style}`, data: { key: place } };
  const target = button.url && judgeLink(button.url, around.view.bot.username);
  if (target?.kind === "page") {
    return el("a", { ...common, href: target.url, target: "_blank", rel: "noopener noreferrer" }, withPictures(button.text), icon("out"));
  }
  if (target?.kind === "bot") {
    return el("button", { ...common, type: "button", onclick: () => around.onBot(target.url) }, withPictures(button.text), icon("out"));
  }
  if (button.callback_data) {
    return el("button", { ...common, type: "button", onclick: (event) => push(event.currentTarget, message, button, around) }, withPictures(button.text));
  }
  if (button.copy_text) {
    return el("button", { ...common, type: "button", onclick: () => copy(button.copy_text.text) }, withPictures(button.text));
  }
  return el("button", { ...common, type: "button", disabled: true, title: "The sandbox follows no link to the outside" }, withPictures(button.text));
}

async function push(node, message, button, around) {
  node.classList.add("waiting");
  node.setAttribute("aria-busy", "true");
  const answer = await attempt(() => api.press(around.me?.id, message, button.callback_data));
  node.classList.remove("waiting");
  node.removeAttribute("aria-busy");
  if (!answer) return;
  if (answer.url) openAnswer(answer.url, around);
  else if (answer.text && answer.show_alert) alertWith(answer.text);
  else if (answer.text) toast(answer.text);
}

function openAnswer(address, around) {
  const target = judgeLink(address, around.view.bot.username);
  if (target?.kind === "bot") around.onBot(target.url);
  else if (target) window.open(target.url, "_blank", "noopener");
}

async function copy(text) {
  await attempt(() => navigator.clipboard.writeText(text));
  toast("Copied.");
}
