// Light or dark: as the system has it, until somebody chooses otherwise on this page.

import { byId, icon } from "./elements.js";

const KEPT = "keyminder-sandbox-colours";
const CHOICES = ["system", "light", "dark"];
const TOLD = { system: "as the system has them", light: "light", dark: "dark" };

export function startColours() {
  let chosen = recall();
  const show = () => {
    document.documentElement.dataset.colours = chosen;
    byId("colours").replaceChildren(icon(chosen));
    byId("colours").title = `Colours: ${TOLD[chosen]}`;
    byId("colours").setAttribute("aria-label", `Colours: ${TOLD[chosen]}. Press for the next choice`);
  };
  byId("colours").addEventListener("click", () => {
    chosen = CHOICES[(CHOICES.indexOf(chosen) + 1) % CHOICES.length];
    keep(chosen);
    show();
  });
  show();
}

function recall() {
  try {
    const kept = localStorage.getItem(KEPT);
    return CHOICES.includes(kept) ? kept : "system";
  } catch {
    return "system";
  }
}

function keep(chosen) {
  try {
    localStorage.setItem(KEPT, chosen);
  } catch {
    // A browser that keeps nothing follows the system again next time.
  }
}
