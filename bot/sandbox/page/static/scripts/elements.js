// Small pieces every view is made of: elements, avatars, dates, toasts. Text only ever becomes text nodes.

const SVG = "http://www.w3.org/2000/svg";
const HUES = 7;

/** Make an element: `on…` are listeners, `data` a dataset, `class` a class list, the rest attributes (null leaves out). */
export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "data") Object.assign(node.dataset, value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export function svg(tag, attributes, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

export const icon = (name) => svg("svg", { "aria-hidden": "true" }, svg("use", { href: `#icon-${name}` }));
export const byId = (id) => document.getElementById(id);

export const initials = (name) =>
  name
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => [...word][0].toUpperCase())
    .join("");

export const hue = (id) => `hue-${Math.abs(Number(id)) % HUES}`;
export const avatar = (id, name) => el("span", { class: `avatar ${hue(id)}`, "aria-hidden": "true" }, initials(name));

const format = (options) => new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", ...options });
const hours = format({ hour: "2-digit", minute: "2-digit" });
const seconds = format({ hour: "2-digit", minute: "2-digit", second: "2-digit" });
const day = format({ weekday: "short", day: "numeric", month: "long", year: "numeric" });
const shortDay = format({ day: "numeric", month: "short" });

export const showHours = (moment) => hours.format(new Date(moment));
export const showSeconds = (moment) => seconds.format(new Date(moment));
export const showDay = (moment) => day.format(new Date(moment));
export const showShortDay = (moment) => shortDay.format(new Date(moment));

const ZONED = {
  w: { weekday: "short" },
  d: { day: "numeric", month: "short", year: "numeric" },
  D: { day: "numeric", month: "long", year: "numeric" },
  t: { hour: "2-digit", minute: "2-digit" },
  T: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
};

/** A moment in the viewer's zone, by the letters of Telegram's date-time format; null for a format of no such letters. No break inside. */
export function showInZone(moment, letters) {
  const options = Object.assign({}, ...[...letters].map((letter) => ZONED[letter]));
  const isKnown = Object.keys(options).length > 0;
  return isKnown ? new Intl.DateTimeFormat("en-GB", options).format(new Date(moment)).replaceAll(" ", "\u00a0") : null;
}

/** Milliseconds as their two largest units: "80 days 2 h". */
export function showDuration(milliseconds) {
  const minutes = Math.round(milliseconds / 60000);
  const parts = [
    [Math.floor(minutes / 1440), minutes >= 2880 ? "days" : "day"],
    [Math.floor(minutes / 60) % 24, "h"],
    [minutes % 60, "min"],
  ].filter(([count]) => count > 0);
  return parts.slice(0, 2).map(([count, unit]) => `${count} ${unit}`).join(" ") || "0 min";
}

export const showSize = (bytes) => (bytes < 1024 ? `${bytes} bytes` : bytes < 1048576 ? `${(bytes / 1024).toFixed(1)} kB` : `${(bytes / 1048576).toFixed(1)} MB`);

const TOAST_MS = 4500;

export function toast(text, isTrouble = false) {
  const note = el("div", { class: isTrouble ? "toast trouble" : "toast" }, text);
  byId("toasts").append(note);
  setTimeout(() => note.remove(), TOAST_MS);
}

export function alertWith(text) {
  byId("alert-text").textContent = text;
  if (!byId("alert").open) byId("alert").showModal();
}

/** Run something that talks to the sandbox; trouble becomes a toast, and the answer undefined. */
export async function attempt(work) {
  try {
    return await work();
  } catch (trouble) {
    toast(trouble.message, !trouble.isRefusal);
    return undefined;
  }
}
