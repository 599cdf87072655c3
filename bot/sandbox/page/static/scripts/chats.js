// The two phones: messages kept in step with the view, topics, composers, options. It must not know the other panels.

import * as api from "./api.js";
import { buildComposer } from "./composer.js";
import { takeDrops } from "./dropping.js";
import { attempt, byId, el, initials, showDay, toast } from "./elements.js";
import { showMessage } from "./messages.js";
import { change, countNew, firstName, group, isMember, look, me, messagesOf, state } from "./state.js";

const NEAR_BOTTOM_PX = 120;
const shown = { group: new Map(), private: new Map() };
const places = { group: "", private: "" };
const onScreen = { group: false, private: false };
const lastShown = { group: 0, private: 0 };
const fresh = { group: 0, private: 0 };
const composers = {};

export function startChats() {
  composers.group = buildComposer(byId("group-form"), {
    chat: () => (canWriteToGroup() ? { userId: state.userId, chatId: state.groupId, topicId: state.topicId } : null),
    reply: replyOf("group"),
    label: "Message to the group",
  });
  composers.private = buildComposer(byId("private-form"), {
    chat: () => (me() ? { userId: state.userId, chatId: state.userId, topicId: null } : null),
    reply: replyOf("private"),
    label: "Message to the bot",
  });
  for (const kind of ["group", "private"]) startPane(kind);
  byId("group-choice").addEventListener("change", (event) => change({ groupId: Number(event.target.value), topicId: null }));
  for (const menu of document.querySelectorAll(".menu")) {
    document.addEventListener("click", (event) => !menu.contains(event.target) && menu.removeAttribute("open"));
    menu.addEventListener("keydown", (event) => event.key === "Escape" && menu.removeAttribute("open"));
  }
}

function startPane(kind) {
  const pane = byId(`${kind}-pane`);
  const box = byId(`${kind}-messages`);
  const invite = () => {
    if (kind === "group") return canWriteToGroup() ? `Let go to send it to ${group().title} as ${firstName(me())}` : null;
    return me() && !me().has_blocked_bot ? `Let go to send it to the bot as ${firstName(me())}` : null;
  };
  takeDrops(pane, invite, (file) => composers[kind].attach(file));
  for (const sign of ["pointerdown", "pointermove", "keydown", "focusin", "wheel"]) pane.addEventListener(sign, () => fresh[kind] && showFresh(kind, 0), { passive: true });
  byId(`${kind}-to-end`).addEventListener("click", () => (box.scrollTop = box.scrollHeight));
  box.addEventListener("scroll", () => (byId(`${kind}-to-end`).hidden = isAtEnd(box)), { passive: true });
}

/** The count of what came since somebody last touched this chat: after a jump of the clock the eye is elsewhere. */
function showFresh(kind, count) {
  fresh[kind] = count;
  const badge = byId(`${kind}-fresh`);
  badge.hidden = count === 0;
  badge.textContent = String(count);
  badge.setAttribute("aria-label", `${count} new`);
}

const isAtEnd = (box) => box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_BOTTOM_PX;

export function showChats() {
  showGroupHead();
  showTopics();
  showPrivateHead();
  showMessages("group");
  showMessages("private");
}

/** Type something into the private chat of the chosen persona and bring it to the front. */
export function typeInPrivate(text) {
  change({ tab: "private" });
  composers.private.type(text);
}

/** Send a command to the group as the chosen persona. */
export async function sendToGroup(text) {
  change({ tab: "group" });
  if (!canWriteToGroup()) return toast(`${firstName(me())} is not in this group. Press Join there.`);
  await attempt(() => api.post(state.userId, state.groupId, state.topicId, text, null));
}

const replyOf = (kind) => ({
  get: () => state.replyTo[kind],
  set: (message) => change({ replyTo: { ...state.replyTo, [kind]: message } }),
});

const canWriteToGroup = () => Boolean(me() && group() && isMember());

const ACTIVITIES = { typing: "is typing …", upload_photo: "is sending a picture …", upload_document: "is sending a file …" };

/** What the bot does in a chat at this moment, or nothing. */
function activityIn(chatId) {
  const action = state.view?.activities?.[chatId];
  return action ? `${state.view.bot.name} ${ACTIVITIES[action] ?? "is busy …"}` : "";
}

function showGroupHead() {
  const chat = group();
  byId("group-avatar").textContent = chat ? initials(chat.title) : "";
  byId("group-title").textContent = chat?.title ?? "No group yet";
  byId("group-subtitle").textContent = (chat && activityIn(chat.id)) || (chat ? `${chat.members.length} people, Keyminder ${botStanding(chat)}` : "");
  const choice = byId("group-choice");
  choice.hidden = (state.view?.groups.length ?? 0) < 2;
  choice.replaceChildren(...(state.view?.groups ?? []).map((one) => el("option", { value: one.id, selected: one.id === state.groupId }, one.title)));
  byId("group-menu").hidden = !chat;
  const joinOrLeave = (label, what) => el("button", { type: "button", onclick: () => changeMembership(what) }, label);
  byId("group-options").replaceChildren(
    ...(chat?.bot_status === "administrator" ? [joinOrLeave("Make the bot a plain member", "demote_bot")] : []),
    ...(chat?.bot_status === "member" ? [joinOrLeave("Make the bot an admin", "promote_bot")] : []),
    ...(chat && chat.bot_status !== "gone" ? [joinOrLeave("Remove the bot", "kick_bot")] : []),
    ...(chat?.bot_status === "gone" ? [joinOrLeave("Add the bot", "add_bot")] : []),
    ...(isMember() ? [joinOrLeave(`Leave as ${firstName(me())}`, "leave")] : []),
  );
  const why = !me() || !chat || isMember() ? null : [`${firstName(me())} is not in this group. `, joinOrLeave("Join", "join")];
  composers.group.refresh(me() ? `Write as ${firstName(me())} …` : "Message", why);
}

const botStanding = (chat) => ({ administrator: "is an admin", member: "is a member" })[chat.bot_status] ?? "is not here";

async function changeMembership(what) {
  for (const menu of document.querySelectorAll(".menu")) menu.removeAttribute("open");
  await attempt(() => api.changeMembership(state.userId, state.groupId, what));
}

function showTopics() {
  const chat = group();
  byId("topics").hidden = !chat?.is_forum;
  if (!chat?.is_forum) return;
  const all = [{ id: null, name: "General" }, ...chat.topics];
  byId("topics").replaceChildren(
    ...all.map((topic) => {
      const count = topic.id === state.topicId ? 0 : countNew(chat.id, topic.id, state.userId);
      return el(
        "button",
        { type: "button", class: "topic", "aria-pressed": String(topic.id === state.topicId), data: { topic: topic.id ?? "general" }, onclick: () => change({ topicId: topic.id, replyTo: { ...state.replyTo, group: null } }) },
        topic.name,
        count > 0 && el("span", { class: "badge", "aria-label": `${count} new` }, String(count)),
      );
    }),
  );
}

function showPrivateHead() {
  const { view } = state;
  byId("private-title").textContent = view?.bot.name ?? "Keyminder";
  byId("private-subtitle").textContent = (me() && activityIn(me().id)) || (me() ? `private chat with ${me().name}` : "");
  byId("private-pane").setAttribute("aria-label", `Private chat of ${firstName(me())} with the bot`);
  const isBlocked = me()?.has_blocked_bot ?? false;
  const swap = isBlocked ? ["Unblock the bot", "unblock_bot"] : ["Block the bot", "block_bot"];
  byId("private-options").replaceChildren(el("button", { type: "button", onclick: () => changeMembership(swap[1]) }, swap[0]));
  const why = isBlocked ? [`${firstName(me())} has blocked the bot. `, el("button", { type: "button", onclick: () => changeMembership("unblock_bot") }, "Unblock")] : null;
  composers.private.refresh(me() ? `Write to the bot as ${firstName(me())} …` : "Message", why);
}

function showMessages(kind) {
  const box = byId(`${kind}-messages`);
  const messages = messagesOf(kind);
  const isGroup = kind === "group";
  const place = isGroup ? `${state.groupId}/${state.topicId}/${state.userId}/${isMember()}` : `${state.userId}`;
  const isNewPlace = places[kind] !== place;
  if (isNewPlace) {
    shown[kind].clear();
    box.replaceChildren();
    places[kind] = place;
  }
  const wasAtBottom = isAtEnd(box);
  const before = shown[kind].size;
  const newest = isNewPlace ? Infinity : lastShown[kind];
  lastShown[kind] = messages.at(-1)?.id ?? 0;
  box.setAttribute("aria-live", isNewPlace ? "off" : "polite");
  const nodes = fill(kind, messages, surroundings(kind, isGroup, messages));
  arrange(box, nodes);
  const hasComeUp = box.offsetParent !== null && !onScreen[kind];
  const hasSpoken = shown[kind].size > before && messages.at(-1)?.sender.id === state.userId;
  onScreen[kind] = box.offsetParent !== null;
  const arrived = messages.filter((message) => message.id > newest && message.sender.id !== state.userId && !message.is_deleted);
  for (const message of arrived) shown[kind].get(message.id)?.node.classList.add("arrived");
  const isInUse = hasSpoken || isNewPlace || byId(`${kind}-pane`).contains(document.activeElement);
  showFresh(kind, isInUse ? 0 : fresh[kind] + arrived.length);
  if (isNewPlace || hasComeUp || hasSpoken || wasAtBottom) {
    box.scrollTop = box.scrollHeight;
    for (const picture of box.querySelectorAll("img.photo")) picture.addEventListener("load", () => (box.scrollTop = box.scrollHeight), { once: true });
  }
  if (box.offsetParent !== null) look(isGroup ? state.groupId : state.userId, isGroup ? state.topicId : null, messages);
}

const surroundings = (kind, isGroup, messages) => ({
  view: state.view,
  me: me(),
  isGroup,
  find: (messageId) => messages.find((message) => message.id === messageId) ?? null,
  onReply: (message) => {
    replyOf(kind).set(message);
    composers[kind].focus();
  },
  onCommand: (text) => attempt(() => (isGroup ? api.post(state.userId, state.groupId, state.topicId, text, null) : api.post(state.userId, state.userId, null, text, null))),
  onBot: async (url) => {
    change({ tab: "private" });
    await attempt(() => api.openLink(state.userId, url));
    composers.private.focus();
  },
});

function fill(kind, messages, around) {
  const nodes = [];
  let day = "";
  let before = null;
  let gone = [];
  const markGone = () => {
    if (gone.length) nodes.push(goneMark(kind, gone));
    gone = [];
  };
  for (const message of messages) {
    if (message.is_deleted) {
      gone.push(message);
      continue;
    }
    markGone();
    if (showDay(message.date) !== day) {
      day = showDay(message.date);
      nodes.push(dayMark(kind, day, before ? daysBetween(before, message.date) : 0));
    }
    before = message.date;
    const version = JSON.stringify([message, around.me?.first_name]);
    const known = shown[kind].get(message.id);
    if (known?.version === version) {
      nodes.push(known.node);
      continue;
    }
    const node = showMessage(message, around);
    if (known) keepFocus(known.node, node);
    if (known?.text !== undefined && known.text !== message.text) node.classList.add("changed");
    shown[kind].set(message.id, { version, node, text: message.text });
    nodes.push(node);
  }
  markGone();
  return nodes.length ? nodes : [empty(kind)];
}

const dayOf = (moment) => Math.floor(Date.parse(moment) / 86400000);
const daysBetween = (earlier, later) => dayOf(later) - dayOf(earlier);

function dayMark(kind, day, daysLater) {
  const known = shown[kind].get(day);
  const gap = daysLater > 1 && el("span", { class: "gap" }, `${daysLater} days later`);
  const node = known?.node ?? el("p", { class: "day" }, gap, el("span", {}, day));
  shown[kind].set(day, { node });
  return node;
}

/** Telegram shows nothing where messages were. The sandbox counts them, because it matters that codes and secrets go. */
function goneMark(kind, gone) {
  const text = gone.length === 1 ? "1 message deleted" : `${gone.length} messages deleted`;
  const known = shown[kind].get(`gone ${gone[0].id}`);
  const node = known?.text === text ? known.node : el("p", { class: "service", data: { testid: "gone" } }, el("span", {}, text));
  shown[kind].set(`gone ${gone[0].id}`, { node, text });
  return node;
}

/** An empty private chat shows what the bot says of itself, above the button that Telegram calls Start. */
function empty(kind) {
  if (kind === "group") return el("p", { class: "empty" }, isMember() ? "Nothing was said here yet." : "Only members see this group.");
  const paragraphs = (state.view?.bot.description ?? "").split("\n\n").filter(Boolean);
  const start = el("button", { type: "button", class: "small", onclick: () => attempt(() => api.post(state.userId, state.userId, null, "/start", null)) }, "Start");
  return el("div", { class: "empty" }, el("strong", {}, "What can this bot do?"), ...paragraphs.map((text) => el("p", {}, text)), start);
}

function arrange(box, nodes) {
  const wanted = new Set(nodes);
  for (const node of [...box.children]) if (!wanted.has(node)) node.remove();
  nodes.forEach((node, index) => {
    if (box.children[index] !== node) box.insertBefore(node, box.children[index] ?? null);
  });
}

function keepFocus(old, fresh) {
  const key = old.contains(document.activeElement) && document.activeElement.dataset.key;
  if (key) queueMicrotask(() => fresh.querySelector(`[data-key="${key}"]`)?.focus());
}
