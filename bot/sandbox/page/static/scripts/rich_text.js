// Text with Telegram's entities becomes DOM nodes; offsets count UTF-16 units, as JavaScript strings do.
// It must not know where the text stands.

import { el, showInZone } from "./elements.js";
import { withPictures } from "./pictographs.js";

const TAGS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  blockquote: "blockquote",
};
const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** What may be followed: {kind: "bot", url}, {kind: "page", url}, or null for every other address. */
export function judgeLink(address, botUsername) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  const isBot = url.pathname.toLowerCase() === `/${botUsername.toLowerCase()}`;
  if (url.protocol === "https:" && url.hostname === "t.me" && isBot) return { kind: "bot", url: url.href };
  if (url.protocol === "tg:" && url.searchParams.get("domain")?.toLowerCase() === botUsername.toLowerCase()) {
    return { kind: "bot", url: `https://t.me/${botUsername}?start=${url.searchParams.get("start") ?? ""}` };
  }
  const isLoopback = LOOPBACK.has(url.hostname) && (url.protocol === "http:" || url.protocol === "https:");
  return isLoopback ? { kind: "page", url: url.href } : null;
}

/** Nodes for `text`; `follow` has onBot(url) and onCommand(command), and the bot's username. */
export function render(text, entities, follow) {
  const sorted = [...entities].sort((one, other) => one.offset - other.offset || other.length - one.length);
  return renderSpan(text, 0, text.length, sorted, follow);
}

function renderSpan(text, start, end, entities, follow) {
  const nodes = [];
  let at = start;
  let index = 0;
  while (index < entities.length) {
    const entity = entities[index];
    const stop = Math.min(entity.offset + entity.length, end);
    if (entity.offset < at || entity.offset >= end) {
      index += 1;
      continue;
    }
    if (entity.offset > at) nodes.push(...withPictures(text.slice(at, entity.offset)));
    const inner = entities.slice(index + 1).filter((other) => other.offset < stop);
    const within = renderSpan(text, entity.offset, stop, inner, follow);
    nodes.push(wrap(entity, text.slice(entity.offset, stop), within, follow));
    at = stop;
    index += 1;
  }
  if (at < end) nodes.push(...withPictures(text.slice(at, end)));
  return nodes;
}

/** As an app that knows date-time entities: in the viewer's zone. The title is what an older one shows, or the date. */
function dateTime(entity, text, within) {
  const moment = entity.unix_time * 1000;
  const shown = showInZone(moment, entity.date_time_format ?? "");
  return el("time", { datetime: new Date(moment).toISOString(), title: shown ? text : showInZone(moment, "dt") }, shown ?? within);
}

function wrap(entity, text, within, follow) {
  switch (entity.type) {
    case "text_link":
      return link(entity.url, within, follow);
    case "url":
      return link(/^[a-z]+:/i.test(text) ? text : `https://${text}`, within, follow);
    case "bot_command":
      return el("button", { type: "button", class: "inline-link", onclick: () => follow.onCommand(text) }, within);
    case "pre":
      return el("pre", {}, el("code", {}, within));
    case "spoiler":
      return spoiler(within);
    case "expandable_blockquote":
      return expandable(within);
    case "date_time":
      return dateTime(entity, text, within);
    default:
      return TAGS[entity.type] ? el(TAGS[entity.type], {}, within) : el("span", {}, within);
  }
}

function link(address, within, follow) {
  const target = judgeLink(address, follow.botUsername);
  if (target?.kind === "bot") {
    return el("button", { type: "button", class: "inline-link", onclick: () => follow.onBot(target.url) }, within);
  }
  if (target) return el("a", { href: target.url, target: "_blank", rel: "noopener noreferrer" }, within);
  return el("span", { class: "dead-link", title: `${address} (the sandbox follows no link to the outside)` }, within);
}

function spoiler(within) {
  const node = el("button", { type: "button", class: "spoiler", "aria-label": "Hidden text, press to show" }, within);
  node.addEventListener("click", () => {
    node.classList.add("shown");
    node.removeAttribute("aria-label");
  });
  return node;
}

/** Three lines of a quote, and a button that shows the others. */
function expandable(within) {
  const node = el("blockquote", { class: "expandable" }, el("span", {}, within));
  const more = el("button", { type: "button", "aria-label": "Show the whole quote" }, "⌄");
  more.addEventListener("click", () => {
    node.classList.add("shown");
    more.remove();
  });
  node.append(more);
  return node;
}
