// The scenarios: their buttons, the caption of what is played, and whose phone to show for it.

import { play } from "./api.js";
import { attempt, byId, el, icon } from "./elements.js";
import { closeLetter } from "./mailbox.js";
import { change, firstName, person, state } from "./state.js";

const ICONS = { "key-ends": "clock", "wrong-sheet": "sheet", "right-sheet": "check", "four-eyes": "eyes", "next-alert": "bell" };
const ON_THE_CLOCK = "next-alert";
const SPOT_MS = 1600;
let built = "";
let followed = null;
let closed = null;

export function startStage() {
  byId("caption-close").addEventListener("click", () => {
    closeCaption();
    change({});
  });
}

/** Put the last caption away, unless its scenario is still played. */
export function closeCaption() {
  closed = state.view?.stage.number ?? null;
}

/** What a view that has just come in asks to be shown: the persona and the tab of a new caption. */
export function followCaption(view) {
  const { caption, number, outcome } = view.stage;
  const isNew = followed === null ? outcome === "playing" : number !== followed;
  // Whoever opens the page later has missed what was played.
  if (followed === null && !isNew) closed = number;
  followed = number;
  if (!isNew || !caption) return {};
  closeLetter();
  spot(caption.look);
  return { tab: caption.look, userId: caption.actor, replyTo: { group: null, private: null } };
}

export function showStage() {
  const { stage } = state.view;
  const names = JSON.stringify(stage.scenarios.map((one) => one.name));
  if (built !== names) {
    built = names;
    byId("scenarios").replaceChildren(...stage.scenarios.filter((one) => one.name !== ON_THE_CLOCK).map(button));
    byId("next-alert").replaceChildren(...stage.scenarios.filter((one) => one.name === ON_THE_CLOCK).map(button));
  }
  const isPlaying = stage.outcome === "playing";
  for (const node of document.querySelectorAll("[data-scenario]")) {
    node.classList.toggle("playing", isPlaying && node.dataset.scenario === stage.name);
    node.classList.toggle("waiting", stage.waiting.includes(node.dataset.scenario));
  }
  const isShown = Boolean(stage.caption) && (isPlaying || stage.number !== closed);
  document.body.toggleAttribute("data-caption", isShown);
  byId("caption").hidden = !isShown;
  if (!isShown) return;
  byId("caption").dataset.outcome = stage.outcome;
  byId("caption-title").textContent = stage.scenarios.find((one) => one.name === stage.name)?.title ?? "";
  const next = stage.waiting.map((name) => stage.scenarios.find((one) => one.name === name)?.title);
  byId("caption-text").textContent = [stage.caption.text, next.length && `Next: ${next.join(", ")}.`].filter(Boolean).join(" ");
  byId("caption-who").textContent = `${firstName(person(stage.caption.actor))}’s phone`;
  byId("caption-close").hidden = isPlaying;
}

const button = ({ name, title, about }) =>
  el(
    "button",
    { type: "button", class: "scenario", title: about, data: { scenario: name }, onclick: () => attempt(() => play(name)) },
    icon(ICONS[name] ?? "clock"),
    el("span", {}, el("strong", {}, title), el("small", {}, about)),
  );

/** Make a part of the page stand out for a moment. */
export function spot(look) {
  const pane = byId(`${look}-pane`);
  pane.classList.remove("spot");
  requestAnimationFrame(() => pane.classList.add("spot"));
  setTimeout(() => pane.classList.remove("spot"), SPOT_MS);
}
