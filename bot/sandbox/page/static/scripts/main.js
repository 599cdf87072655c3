// Starts the page and draws it after every change: personas, tabs, hint, connection; the panels draw themselves.

import { follow } from "./api.js";
import { showAuthenticators, turnRings } from "./authenticators.js";
import { sendToGroup, showChats, startChats, typeInPrivate } from "./chats.js";
import { setClock, startClock, tick } from "./clock.js";
import { showCoinEx, startCoinEx } from "./coinex.js";
import { startColours } from "./colours.js";
import { ignoreOtherDrops } from "./dropping.js";
import { avatar, byId, el } from "./elements.js";
import { countNewLetters, showMailbox, startMailbox } from "./mailbox.js";
import { followCaption, showStage, startStage } from "./stage.js";
import { change, countNew, state, subscribe } from "./state.js";
import { startTour } from "./tour.js";

const tabs = [...document.querySelectorAll("#tabs button")];
const sides = [...document.querySelectorAll("[data-side]")];

function start() {
  startChats();
  startClock();
  startMailbox();
  startCoinEx();
  startStage();
  startTour();
  startColours();
  ignoreOtherDrops();
  for (const tab of tabs) tab.addEventListener("click", () => change({ tab: tab.dataset.tab }));
  for (const side of sides) side.addEventListener("click", () => change({ tab: side.dataset.side }));
  byId("bar-clock").addEventListener("click", () => change({ tab: "clock" }));
  for (const chip of document.querySelectorAll("[data-try]")) chip.addEventListener("click", () => sendToGroup(chip.dataset.try));
  subscribe(show);
  setInterval(() => {
    tick();
    turnRings();
  }, 250);
  follow(
    (view) => {
      change({ view, ...followCaption(view) });
      setClock();
      turnRings();
    },
    (trouble) => {
      byId("offline").hidden = trouble === null;
      byId("offline").textContent = trouble ?? "";
    },
  );
}

function show() {
  if (!state.view) return;
  document.body.dataset.tab = state.tab;
  document.body.dataset.ready = "yes";
  showStage();
  showPersonas();
  showChats();
  showAuthenticators(typeInPrivate);
  showMailbox();
  showCoinEx(typeInPrivate);
  showSide();
  showTabs();
}

function showPersonas() {
  const row = byId("personas");
  const focused = row.contains(document.activeElement) && document.activeElement.dataset.persona;
  row.replaceChildren(
    ...state.view.people.map((person) => {
      const isMe = person.id === state.userId;
      const count = isMe ? 0 : countNew(person.id, null, person.id);
      return el(
        "button",
        {
          type: "button",
          class: "persona",
          "aria-pressed": String(isMe),
          "aria-label": `Act as ${person.name}${person.about && `, ${person.about}`}${count ? `, ${count} new` : ""}`,
          title: `Act as ${person.name} (${person.id})${person.about && `: ${person.about}`}`,
          data: { persona: person.id, testid: `persona-${person.id}` },
          onclick: () => change({ userId: person.id, replyTo: { group: null, private: null } }),
        },
        avatar(person.id, person.name),
        el("span", { class: "persona-name" }, person.first_name),
        count > 0 && el("span", { class: "badge", "aria-hidden": "true" }, String(count)),
      );
    }),
  );
  row.querySelector("[aria-pressed=true]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  if (focused) row.querySelector(`[data-persona="${focused}"]`)?.focus();
}

/** Where there is room for all panes, mailbox and CoinEx share one place: the tab that was chosen last has it. */
function showSide() {
  if (state.tab === "mail" || state.tab === "coinex") document.body.dataset.side = state.tab;
  for (const side of sides) side.setAttribute("aria-pressed", String(side.dataset.side === (document.body.dataset.side ?? "mail")));
}

function showTabs() {
  const group = state.view.groups.find((chat) => chat.id === state.groupId);
  const places = [null, ...(group?.topics ?? []).map((topic) => topic.id)];
  const news = {
    group: group ? places.reduce((sum, topicId) => sum + countNew(group.id, topicId, state.userId), 0) : 0,
    private: countNew(state.userId, null, state.userId),
    mail: countNewLetters(),
  };
  for (const tab of tabs) {
    const { tab: name } = tab.dataset;
    tab.toggleAttribute("aria-current", false);
    if (name === state.tab) tab.setAttribute("aria-current", "page");
    tab.querySelector(".badge")?.remove();
    const count = name === state.tab ? 0 : (news[name] ?? 0);
    if (count > 0) tab.append(el("span", { class: "badge", "aria-label": `${count} new` }, count > 99 ? "99+" : String(count)));
  }
}

start();
