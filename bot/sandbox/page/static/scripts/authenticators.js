// The phones with the codes: one card per persona, counting down on the sandbox's clock.

import { sandboxNow } from "./clock.js";
import { avatar, byId, el, svg } from "./elements.js";
import { change, state } from "./state.js";

const RING = 2 * Math.PI * 9;
const rings = [];
let version = "";

/** Draw the cards; `type` puts a code into the private chat of the persona chosen by then. */
export function showAuthenticators(type) {
  const people = state.view?.people ?? [];
  const wanted = JSON.stringify([people.map((one) => [one.id, one.name, one.code]), state.userId]);
  if (wanted === version) return;
  version = wanted;
  rings.length = 0;
  const focused = document.activeElement?.dataset?.codeOf;
  const mineFirst = [...people].sort((one, other) => Number(other.id === state.userId) - Number(one.id === state.userId));
  const isBare = (person) => !person.code && person.id !== state.userId;
  const bare = mineFirst.filter(isBare).map((person) => person.first_name);
  byId("codes").replaceChildren(
    ...mineFirst.filter((person) => !isBare(person)).map((person) => card(person, type)),
    ...(bare.length ? [el("li", { class: "bare-note" }, `No authenticator yet: ${bare.join(", ")}`)] : []),
  );
  const mine = people.find((person) => person.id === state.userId && person.code);
  byId("code-strip").replaceChildren(...(mine ? [codeButton(mine, type)] : []));
  if (focused) byId("codes").querySelector(`[data-code-of="${focused}"]`)?.focus();
  turnRings();
}

/** Move the rings on; call it often. */
export function turnRings() {
  for (const { arc, label, code } of rings) {
    const left = Math.max(0, (Date.parse(code.ends_at) - sandboxNow()) / 1000);
    arc.setAttribute("stroke-dashoffset", String(RING * (1 - left / code.step_seconds)));
    arc.parentNode.classList.toggle("soon", left < 6);
    label.textContent = `${Math.ceil(left)} s`;
  }
}

function card(person, type) {
  const data = { testid: `code-${person.id}` };
  if (!person.code) return el("li", { class: "code-card bare", data }, avatar(person.id, person.name), who(person, "no authenticator yet: send /enrol in private"));
  return el("li", { class: person.id === state.userId ? "code-card current" : "code-card", data }, codeButton(person, type));
}

const who = (person, note) => el("span", { class: "code-who" }, el("strong", {}, person.first_name), note && el("small", {}, note));

/** The code of a phone. A tap types it into the private chat of its person. */
function codeButton(person, type) {
  const { digits } = person.code;
  const arc = svg("circle", { class: "arc", cx: 12, cy: 12, r: 9, "stroke-dasharray": RING, "stroke-dashoffset": 0, transform: "rotate(-90 12 12)" });
  const label = el("span", { class: "code-left" });
  rings.push({ arc, label, code: person.code });
  const put = () => {
    if (person.id !== state.userId) change({ userId: person.id, replyTo: { group: null, private: null } });
    type(digits);
  };
  return el(
    "button",
    { type: "button", class: "code", data: { codeOf: person.id, code: digits }, "aria-label": `${person.first_name}: ${digits}. Type it into ${person.first_name}’s private chat`, title: `Type it into ${person.first_name}’s private chat`, onclick: put },
    avatar(person.id, person.name),
    who(person, "tap to type"),
    el("span", { class: "digits" }, `${digits.slice(0, 3)} ${digits.slice(3)}`),
    el("span", { class: "code-time", "aria-hidden": "true" }, svg("svg", { viewBox: "0 0 24 24", class: "ring" }, svg("circle", { class: "track", cx: 12, cy: 12, r: 9 }), arc), label),
  );
}
