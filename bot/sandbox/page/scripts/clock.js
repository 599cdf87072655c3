// The sandbox's time, ticking here between two views of the town, and the buttons that move it.

import { jump } from "./api.js";
import { attempt, byId, el, showDay, showDuration, showHours, showSeconds, showShortDay, toast } from "./elements.js";
import { state } from "./state.js";

const STEPS = [
  ["+1 min", 60],
  ["+15 min", 15 * 60],
  ["+1 day", 86400],
  ["+30 days", 30 * 86400],
  ["+80 days", 80 * 86400],
];
let ahead = 0;

/** Milliseconds since 1970 on the sandbox's clock. */
export const sandboxNow = () => Date.now() + ahead;

export function startClock() {
  byId("jumps").append(...STEPS.map(([label, seconds]) => el("button", { type: "button", class: "jump", onclick: () => move(label, seconds) }, label)));
}

/** Set the clock by a view that has just come in. */
export function setClock() {
  if (!state.view) return;
  ahead = Date.parse(state.view.clock.now) - Date.now();
  const offset = state.view.clock.offset_seconds * 1000;
  byId("clock-offset").textContent = offset >= 60000 ? `${showDuration(offset)} ahead` : "real time";
  tick();
}

export function tick() {
  if (!state.view) return;
  const now = sandboxNow();
  byId("clock-time").textContent = showSeconds(now);
  byId("clock-time").setAttribute("datetime", new Date(now).toISOString());
  byId("clock-date").textContent = `${showDay(now)}, UTC`;
  byId("bar-clock").textContent = `${showShortDay(now)}, ${showHours(now)}`;
}

async function move(label, seconds) {
  if (await attempt(() => jump(seconds))) toast(`The clock moved: ${label}.`);
}
