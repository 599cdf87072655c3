// The guided tour: ten steps that the visitor takes on the real chats, each with a button that does it for them.

import * as api from "./api.js";
import { sendToGroup } from "./chats.js";
import { attempt, byId } from "./elements.js";
import { closeCaption, spot } from "./stage.js";
import { change, state } from "./state.js";

const OLGA = 1001;
const OPEN = "Confirm in private";

/** Where to look, what to say, and what the button does. What plays for a while stays at its step. */
const STEPS = [
  { look: "group", text: "This is the Telegram group of a trading desk, and Keyminder is a member of it. You are Olga, who owns the team." },
  { look: "group", text: "Keyminder has warned the team: a key expires within a week. Then every program that uses it stops." },
  { look: "group", text: "Which keys are there? The most urgent one comes first.", act: ["Send /keys", () => sendToGroup("/keys")] },
  { look: "group", text: "Renew the key: 90 more days.", act: ["Send /renew trading-eu", () => sendToGroup("/renew trading-eu")] },
  { look: "group", text: `Nothing has changed yet. The button “${OPEN}” leads into Olga’s own chat with the bot, because codes are never typed in a group.`, act: ["Press it", openPrivate] },
  { look: "private", text: "Olga’s authenticator shows six digits. A tap on them types them, then send them.", act: ["Type and send them", sendCode] },
  { look: "group", text: "Done: the card in the group shows when the key expires now, and who asked." },
  { look: "group", text: "Withdrawal addresses come as a sheet. Every mistake is shown at once, and nothing is half done.", act: ["Let Max send a wrong sheet", () => attempt(() => api.play("wrong-sheet")), "stays"] },
  { look: "clock", text: "Time is yours here. Move the clock, and see what Keyminder says before a key expires.", act: ["Go to the next alert", () => attempt(() => api.play("next-alert")), "stays"] },
  { look: "private", text: "That is all. Choose another person above: Max is an operator, Vera and Rita only read, Mallory is in no team. /start shows Olga’s home.", act: ["Send /start", () => attempt(() => api.post(OLGA, OLGA, null, "/start", null))] },
];
let at = -1;

export function startTour() {
  for (const node of document.querySelectorAll("[data-tour]")) node.addEventListener("click", begin);
  byId("tour-back").addEventListener("click", () => go(at - 1));
  byId("tour-next").addEventListener("click", () => go(at + 1));
  byId("tour-skip").addEventListener("click", () => go(-1));
  byId("tour-act").addEventListener("click", async () => {
    const taken = at;
    const [, act, stays] = STEPS[at].act;
    await act();
    if (taken === at && !stays && at < STEPS.length - 1) go(at + 1);
  });
}

/** Bring Olga back into the group if the visitor let her leave. */
async function begin() {
  const chat = state.view.groups.find((one) => one.id === state.groupId);
  if (chat && !chat.members.includes(OLGA)) await attempt(() => api.changeMembership(OLGA, chat.id, "join"));
  go(0);
}

function go(step) {
  at = step < STEPS.length ? step : -1;
  byId("tour").hidden = at < 0;
  document.body.toggleAttribute("data-touring", at >= 0);
  if (at < 0) return;
  const { look, text, act } = STEPS[at];
  byId("tour-count").textContent = `Step ${at + 1} of ${STEPS.length}`;
  byId("tour-text").textContent = text;
  byId("tour-back").disabled = at === 0;
  byId("tour-next").textContent = at === STEPS.length - 1 ? "End" : "Next";
  byId("tour-skip").hidden = at === STEPS.length - 1;
  byId("tour-act").hidden = !act;
  byId("tour-act").textContent = act?.[0] ?? "";
  closeCaption();
  change({ tab: look, userId: OLGA, replyTo: { group: null, private: null } });
  spot(look);
}

/** Press the newest button of the group that leads into the private chat. */
function openPrivate() {
  const cards = (state.view.messages[state.groupId] ?? []).filter((message) => !message.is_deleted);
  const button = cards.reverse().flatMap((message) => message.keyboard.flat()).find((one) => one.url && one.text.includes(OPEN));
  return button && attempt(() => api.openLink(OLGA, button.url));
}

function sendCode() {
  const { code } = state.view.people.find((person) => person.id === OLGA);
  return code && attempt(() => api.post(OLGA, OLGA, null, code.digits, null));
}
