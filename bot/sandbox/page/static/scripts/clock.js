// The sandbox's time, ticking here between two views of the town, and the buttons that move it: the hands are seen to turn.

import { jump } from "./api.js";
import { attempt, byId, el, showDay, showDuration, showHours, showSeconds, showShortDay } from "./elements.js";
import { state } from "./state.js";

const STEPS = [
  ["+15 min", 15 * 60],
  ["+1 h", 3600],
  ["+1 day", 86400],
  ["+7 days", 7 * 86400],
  ["+30 days", 30 * 86400],
];
const TURN_MS = 900;
const NOTICEABLE_MS = 5000;
const isStill = matchMedia("(prefers-reduced-motion: reduce)");
let ahead = null;
let turn = null;

/** Milliseconds since 1970 on the sandbox's clock. */
export const sandboxNow = () => Date.now() + (ahead ?? 0);

export function startClock() {
  byId("jumps").prepend(...STEPS.map(([label, seconds]) => el("button", { type: "button", class: "jump", onclick: () => attempt(() => jump(seconds)) }, label)));
}

/** Set the clock by a view that has just come in; a jump is shown as the hands turning. */
export function setClock() {
  if (!state.view) return;
  const before = ahead === null ? null : shownNow();
  ahead = Date.parse(state.view.clock.now) - Date.now();
  const offset = state.view.clock.offset_seconds * 1000;
  byId("clock-offset").textContent = offset >= 60000 ? `${showDuration(offset)} ahead` : "real time";
  if (before !== null && sandboxNow() - before > NOTICEABLE_MS && !isStill.matches) startTurning(before);
  tick();
}

export function tick() {
  if (!state.view) return;
  const now = shownNow();
  byId("clock-time").textContent = showSeconds(now);
  byId("clock-time").setAttribute("datetime", new Date(now).toISOString());
  byId("clock-date").textContent = `${showDay(now)}, UTC`;
  byId("bar-clock").textContent = `${showShortDay(now).replace(" ", "\u00a0")}, ${showHours(now)}`;
}

function shownNow() {
  if (!turn) return sandboxNow();
  const done = Math.min(1, (performance.now() - turn.startedAt) / TURN_MS);
  const eased = 1 - (1 - done) ** 3;
  return turn.from + (sandboxNow() - turn.from) * eased;
}

function startTurning(from) {
  const isTurning = turn !== null;
  turn = { from, startedAt: performance.now() };
  for (const id of ["clock-pane", "bar-clock"]) byId(id).classList.add("turning");
  if (!isTurning) requestAnimationFrame(turnOn);
}

function turnOn() {
  tick();
  if (performance.now() - turn.startedAt < TURN_MS) {
    requestAnimationFrame(turnOn);
    return;
  }
  turn = null;
  for (const id of ["clock-pane", "bar-clock"]) byId(id).classList.remove("turning");
  tick();
}
