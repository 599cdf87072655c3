// The mailbox everybody's letters arrive in: a list, one letter, and the temper of the mail server.

import { letterUrl, setMailServer } from "./api.js";
import { attempt, byId, el, icon, showDay, showHours } from "./elements.js";
import { judgeLink } from "./rich_text.js";
import { change, state } from "./state.js";

let openId = null;
let asText = false;
let version = "";

export function startMailbox() {
  byId("mail-mode").addEventListener("change", (event) => attempt(() => setMailServer(event.target.value)));
}

export function showMailbox() {
  const mailbox = state.view?.mailbox;
  if (!mailbox) return;
  const mode = byId("mail-mode");
  if (document.activeElement !== mode) mode.value = mailbox.mode;
  mode.classList.toggle("trouble", mailbox.mode !== "up");
  const letter = mailbox.letters.find((one) => one.id === openId) ?? null;
  const wanted = JSON.stringify([letter?.id, asText, letter ? null : mailbox.letters.map((one) => one.id), state.seen.mail]);
  if (wanted === version) return;
  version = wanted;
  byId("mail").replaceChildren(...(letter ? showLetter(letter) : showList(mailbox.letters)));
}

/** How many letters came since the mailbox was last opened. */
export const countNewLetters = () => (state.view?.mailbox.letters ?? []).filter((letter) => letter.id > (state.seen.mail ?? 0)).length;

/** Go back to the list, so that a letter that comes next is seen to come. */
export function closeLetter() {
  openId = null;
  showMailbox();
}

function open(letterId) {
  openId = letterId;
  asText = false;
  change({ seen: { ...state.seen, mail: Math.max(state.seen.mail ?? 0, letterId ?? 0) } });
  byId("mail").querySelector("button")?.focus();
}

function showList(letters) {
  if (letters.length === 0) return [el("p", { class: "empty" }, "No e-mails yet. The bot’s e-mails arrive here.")];
  const rows = [...letters].reverse().map((letter) =>
    el(
      "li",
      {},
      el(
        "button",
        { type: "button", class: letter.id > (state.seen.mail ?? 0) ? "letter-row new" : "letter-row", data: { letterId: letter.id, testid: "letter" }, onclick: () => open(letter.id) },
        el("span", { class: "letter-top" }, el("strong", {}, letter.to.join(", ")), el("time", { datetime: letter.received_at }, showHours(letter.received_at))),
        el("span", { class: "letter-subject" }, letter.subject || "(no subject)"),
        el("span", { class: "letter-start" }, letter.text.replace(/\s+/g, " ").slice(0, 120)),
      ),
    ),
  );
  return [el("ul", { class: "letters" }, rows)];
}

function showLetter(letter) {
  const swap = () => {
    asText = !asText;
    showMailbox();
  };
  const head = el(
    "div",
    { class: "letter-tools" },
    el("button", { type: "button", class: "plain", onclick: () => open(null) }, icon("back"), "All e-mails"),
    letter.has_html && el("button", { type: "button", class: "plain", onclick: swap }, asText ? "Show as sent" : "Show plain text"),
  );
  const body =
    letter.has_html && !asText
      ? el("iframe", { class: "letter-frame", src: letterUrl(letter.id), sandbox: "allow-popups allow-popups-to-escape-sandbox", title: `E-mail: ${letter.subject}`, referrerpolicy: "no-referrer" })
      : el("div", { class: "letter-text" }, withLinks(letter.text));
  return [
    head,
    el(
      "article",
      { class: "letter", data: { testid: "letter-open", letterId: letter.id } },
      el("h3", {}, letter.subject || "(no subject)"),
      el("p", { class: "letter-meta" }, `${letter.sender} → ${letter.to.join(", ")}`),
      el("p", { class: "letter-meta" }, `${showDay(letter.received_at)}, ${showHours(letter.received_at)} UTC`),
      letterLinks(letter),
      body,
    ),
  ];
}

function letterLinks(letter) {
  const links = letter.links.map((address) => judgeLink(address, state.view.bot.username)).filter((target) => target?.kind === "page");
  if (links.length === 0) return null;
  return el(
    "div",
    { class: "letter-links" },
    links.map((target) => el("a", { class: "solid", href: target.url, target: "_blank", rel: "noopener noreferrer", data: { testid: "letter-link" } }, links.length > 1 ? target.url : "Open the link", icon("out"))),
  );
}

function withLinks(text) {
  const nodes = [];
  let at = 0;
  for (const found of text.matchAll(/https?:\/\/[^\s<>"']+/g)) {
    const address = found[0].replace(/[.,;:!?)]+$/, "");
    const target = judgeLink(address, state.view.bot.username);
    nodes.push(text.slice(at, found.index));
    nodes.push(target?.kind === "page" ? el("a", { href: target.url, target: "_blank", rel: "noopener noreferrer" }, address) : address);
    at = found.index + address.length;
  }
  return [...nodes, text.slice(at)];
}
