// CoinEx's own web page in small: who is there, what their keys are, and what a person can do there without the bot.

import { changeCoinEx, setCoinExMood } from "./api.js";
import { sandboxNow } from "./clock.js";
import { attempt, byId, el, showDay, showDuration } from "./elements.js";
import { state } from "./state.js";
import { whitelist } from "./whitelist.js";

const SHOWN_ENDS = 6;
const open = new Set();
let version = "";

export function startCoinEx() {
  byId("coinex-mood").addEventListener("change", (event) => attempt(() => setCoinExMood(event.target.value)));
}

/** Draw it; `type` puts a command into the private chat of the chosen persona. */
export function showCoinEx(type) {
  const coinex = state.view?.coinex;
  if (!coinex) return;
  const mood = byId("coinex-mood");
  if (document.activeElement !== mood) mood.value = coinex.mood;
  mood.classList.toggle("trouble", coinex.mood !== "up");
  const wanted = JSON.stringify([coinex.users, [...open], Math.floor(sandboxNow() / 3600000)]);
  if (wanted === version) return;
  version = wanted;
  const focused = document.activeElement?.dataset?.coinex;
  byId("coinex").replaceChildren(...coinex.users.flatMap((user) => [...user.main_keys.map((key) => mainKey(key, type)), apiWhitelist(user), ...user.sub_accounts.map((account) => subAccount(user, account))]));
  if (focused) byId("coinex").querySelector(`[data-coinex="${focused}"]`)?.focus();
}

const short = (text) => `${text.slice(0, SHOWN_ENDS)}…${text.slice(-SHOWN_ENDS)}`;

const button = (label, about, id, onclick) => el("button", { type: "button", class: "small", title: about, "aria-label": about, data: { coinex: id, testid: id }, onclick }, label);

function mainKey(key, type) {
  const connect = () => type(`/connect coinex ${key.access_id} ${key.secret_key}`);
  return el(
    "div",
    { class: "coinex-main", data: { testid: "coinex-main" } },
    el("p", {}, el("strong", {}, "Main account’s key"), el("small", {}, el("code", {}, short(key.access_id)), ` · ${whence(key)}`)),
    button("Connect", "Type /connect with this key into the private chat", "coinex-connect", connect),
  );
}

const clickFor = (user) => (what, name) => attempt(() => changeCoinEx(what, user.user_id, String(name)));

/** A part that opens and closes, and stays as it was while it is drawn anew. */
function fold(name, testid, head, ...body) {
  const remember = (event) => (event.currentTarget.open ? open.add(name) : open.delete(name));
  return el("details", { class: "coinex-account", open: open.has(name), data: { testid }, ontoggle: remember }, el("summary", { data: { coinex: name } }, head), ...body);
}

function apiWhitelist(user) {
  const { length } = user.whitelist;
  const head = [el("strong", {}, "API whitelist"), el("span", { class: "card-note" }, length === 1 ? "1 entry" : `${length} entries`)];
  return fold(`${user.user_id}/whitelist`, "coinex-whitelist", head, ...whitelist(user, clickFor(user), button));
}

function subAccount(user, account) {
  const click = clickFor(user);
  return fold(
    account.name,
    `coinex-${account.name}`,
    [el("strong", {}, account.name), account.is_frozen && el("span", { class: "tag" }, "frozen"), el("span", { class: "card-note" }, `${account.keys.length} of ${account.keys_limit} keys`)],
    el("ul", {}, account.keys.map((key) => keyRow(key, click))),
    el(
      "p",
      { class: "coinex-tools" },
      button("Add a key", `Make a key in ${account.name} without the bot`, `add-${account.name}`, () => click("add", account.name)),
      button(account.is_frozen ? "Unfreeze" : "Freeze", `${account.is_frozen ? "Unfreeze" : "Freeze"} ${account.name}`, `freeze-${account.name}`, () => click("freeze", account.name)),
    ),
  );
}

function keyRow(key, click) {
  const tool = (label, about, what) => button(label, `${about} ${key.remark || short(key.access_id)} on CoinEx’s page`, `${what}-${key.api_id}`, () => click(what, key.api_id));
  return el(
    "li",
    { data: { testid: `coinex-key-${key.api_id}` } },
    el("p", {}, el("strong", {}, key.remark || "(no remark)"), el("small", {}, `${whence(key)}, ${end(key)}${key.is_activating ? ", activating" : ""}`)),
    el(
      "p",
      { class: "coinex-tools" },
      key.ip_whitelist.length ? tool("Unbind", "Take the IPs of", "unbind") : tool("Bind", "Bind an IP to", "bind"),
      key.ip_whitelist.length === 0 && tool("Save", "Save unchanged, which renews,", "save"),
      tool("Delete", "Delete", "delete"),
    ),
  );
}

const whence = (key) => (key.ip_whitelist.length ? key.ip_whitelist.join(", ") : "no IPs");

function end(key) {
  if (key.expires_at === 0) return "does not end";
  if (key.is_expired) return `ended ${showDay(key.expires_at)}`;
  return `ends in ${showDuration(key.expires_at - sandboxNow())}`;
}
