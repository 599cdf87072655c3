// What the person at the page has chosen, and the last view of the town. It must not know how either is shown.

const listeners = [];
const KEPT = "keyminder-sandbox";
const kept = recall();

export const state = {
  view: null,
  userId: kept.userId ?? null,
  groupId: kept.groupId ?? null,
  topicId: kept.topicId ?? null,
  tab: kept.tab ?? "try",
  seen: kept.seen ?? null,
  replyTo: { group: null, private: null },
};

/** Call `listener` after every change of the view or of a choice. */
export const subscribe = (listener) => listeners.push(listener);

export function change(choices) {
  Object.assign(state, choices);
  if (state.view && !state.seen) state.seen = seeAll();
  settle();
  const { userId, groupId, topicId, tab, seen } = state;
  try {
    localStorage.setItem(KEPT, JSON.stringify({ userId, groupId, topicId, tab, seen }));
  } catch {
    // A browser that keeps nothing still shows everything.
  }
  for (const listener of listeners) listener();
}

export const me = () => state.view?.people.find((person) => person.id === state.userId) ?? null;
export const group = () => state.view?.groups.find((chat) => chat.id === state.groupId) ?? null;
export const person = (userId) => state.view?.people.find((one) => one.id === userId) ?? null;
export const firstName = (someone) => someone?.first_name ?? "Someone";

export const isMember = () => group()?.members.includes(state.userId) ?? false;

// What one person alone sees in a group.
const isFor = (message, userId) => !message.receiver_id || message.receiver_id === userId;

/** Messages of the group (only of the chosen topic when it is a forum, and only for a member) or of the private chat. */
export function messagesOf(kind) {
  if (!state.view) return [];
  if (kind === "private") return state.view.messages[state.userId] ?? [];
  const all = isMember() ? (state.view.messages[state.groupId] ?? []).filter((message) => isFor(message, state.userId)) : [];
  return group()?.is_forum ? all.filter((message) => (message.topic_id ?? null) === state.topicId) : all;
}

/** Remember that everything in one chat (and topic) up to its newest message was on the screen. */
export function look(chatId, topicId, messages) {
  const newest = messages.at(-1)?.id ?? 0;
  const place = `${chatId}/${topicId ?? ""}`;
  state.seen[place] = newest;
}

/** How many messages of others came to this place since it was last on the screen. */
export function countNew(chatId, topicId, userId) {
  const all = state.view?.messages[chatId] ?? [];
  const last = state.seen[`${chatId}/${topicId ?? ""}`] ?? 0;
  const isHere = (message) => chatId > 0 || !group()?.is_forum || (message.topic_id ?? null) === (topicId ?? null);
  return all.filter((message) => message.id > last && message.sender.id !== userId && !message.is_deleted && isFor(message, userId) && isHere(message)).length;
}

// Whoever opens the page for the first time has missed nothing.
function seeAll() {
  const seen = { mail: state.view.mailbox.letters.at(-1)?.id ?? 0 };
  for (const [chatId, messages] of Object.entries(state.view.messages)) {
    for (const message of messages) seen[`${chatId}/${message.topic_id ?? ""}`] = message.id;
  }
  return seen;
}

function settle() {
  const { view } = state;
  if (!view) return;
  if (!me()) state.userId = view.people[0]?.id ?? null;
  if (!group()) state.groupId = view.groups[0]?.id ?? null;
  const topics = group()?.topics ?? [];
  if (!topics.some((topic) => topic.id === state.topicId)) state.topicId = null;
}

function recall() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? {};
  } catch {
    return {};
  }
}
