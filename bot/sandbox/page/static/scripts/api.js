// Speaks HTTP to the sandbox: one function per request, and the live stream. It must not know the page.

const token = new URLSearchParams(location.search).get("token") ?? "";
const RETRY_MS = 1500;
const REFUSED = 409;

/** Ask the sandbox for something; throws an Error whose message is the sandbox's own sentence. `isRefusal`: no app would allow it. */
async function call(path, body) {
  const isForm = body instanceof FormData;
  let answer;
  try {
    answer = await fetch(`api/${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: { "X-Sandbox-Token": token, ...(body === undefined || isForm ? {} : { "Content-Type": "application/json" }) },
      body: body === undefined || isForm ? body : JSON.stringify(body),
    });
  } catch {
    throw new Error("The sandbox does not answer. Is it still running?");
  }
  const content = await answer.json().catch(() => ({}));
  if (!answer.ok) throw Object.assign(new Error(content.error ?? `The sandbox answered ${answer.status}.`), { isRefusal: answer.status === REFUSED });
  return content;
}

export const post = (userId, chatId, topicId, text, replyTo) =>
  call("message", { user_id: userId, chat_id: chatId, topic_id: topicId, text, reply_to: replyTo });
export const press = (userId, message, data) =>
  call("press", { user_id: userId, chat_id: message.chat_id, message_id: message.message_id, ephemeral_id: message.ephemeral_id, data });
export const openLink = (userId, url) => call("open", { user_id: userId, url });
export const scan = (userId, chatId, messageId) => call("scan", { user_id: userId, chat_id: chatId, message_id: messageId });
export const jump = (seconds) => call("clock", { seconds });
export const play = (name) => call("scenario", { name });
export const setMailServer = (mode) => call("mail-server", { mode });
export const changeCoinEx = (what, userId, name) => call("coinex", { what, user_id: userId, name });
export const setCoinExMood = (mood) => call("coinex-mood", { mood });
export const listCommands = (userId, chatId) => call(`commands?user_id=${userId}&chat_id=${chatId}`);
export const changeMembership = (userId, chatId, change) => call("membership", { user_id: userId, chat_id: chatId, change });

export function sendFile(userId, chatId, topicId, file, caption, replyTo) {
  const form = new FormData();
  form.set("user_id", userId);
  form.set("chat_id", chatId);
  if (topicId) form.set("topic_id", topicId);
  if (replyTo) form.set("reply_to", replyTo);
  form.set("caption", caption);
  form.set("file", file);
  return call("document", form);
}

/** The bytes of a file. */
export async function fetchFile(fileId) {
  const answer = await fetch(`api/files/${encodeURIComponent(fileId)}`, { headers: { "X-Sandbox-Token": token } });
  if (!answer.ok) throw new Error("The file cannot be read.");
  return answer.arrayBuffer();
}

/** Addresses for <img>, <a download> and <iframe>, which cannot send a header. */
export const fileUrl = (fileId) => `api/files/${encodeURIComponent(fileId)}?token=${encodeURIComponent(token)}`;
export const letterUrl = (letterId) => `api/letters/${letterId}?token=${encodeURIComponent(token)}`;

/** Follow the town: `onView` gets the whole view after each change, `onTrouble` a sentence, or null when all is well. */
export function follow(onView, onTrouble) {
  const stream = new EventSource(`api/stream?token=${encodeURIComponent(token)}`);
  stream.addEventListener("view", (event) => {
    onTrouble(null);
    onView(JSON.parse(event.data));
  });
  stream.onerror = async () => {
    stream.close();
    onTrouble(await explain());
    setTimeout(() => follow(onView, onTrouble), RETRY_MS);
  };
}

async function explain() {
  try {
    const answer = await fetch("api/view", { headers: { "X-Sandbox-Token": token } });
    if (answer.status === 403) return "The sandbox was started again: open the address that it printed in the terminal.";
  } catch {
    // The stream is tried again below; the sentence says so.
  }
  return "The sandbox does not answer. Waiting for it to come back …";
}
