// The API whitelist on CoinEx's own page: what is on it, a place to paste a sheet into, and a way to empty it.

import { el } from "./elements.js";

const FORM = "Remark,Coin,Network,Address,Memo";
const sheets = new Map();

/** `click(what, name)` does something on CoinEx's page and gives undefined when it was refused; `button` makes a button. */
export function whitelist(user, click, button) {
  const sheet = sheetOf(user.user_id);
  const id = `whitelist-${user.user_id}`;
  const picker = el("input", { type: "file", class: "visually-hidden", tabindex: "-1", accept: ".csv,text/csv", "aria-label": "Sheet to enter", data: { testid: "whitelist-file" }, onchange: () => take(picker, sheet) });
  const enter = async () => {
    if ((await click("enter", sheet.value)) !== undefined) sheet.value = "";
  };
  return [
    el("ul", {}, user.whitelist.map(({ chain, address }) => el("li", {}, el("p", {}, el("strong", {}, chain || "CoinEx user"), el("small", {}, el("code", {}, address)))))),
    el("div", { class: "coinex-paste" }, el("label", { for: sheet.id }, "Paste the sheet that the bot handed out"), sheet, picker),
    el(
      "p",
      { class: "coinex-tools" },
      button("Enter", "Enter the pasted sheet into the API whitelist", `enter-${id}`, enter),
      button("Choose a file", "Choose a file to enter into the API whitelist", `file-${id}`, () => picker.click()),
      user.whitelist.length > 0 && button("Remove all", "Remove all entries of the API whitelist", `empty-${id}`, () => click("empty", "")),
    ),
  ];
}

/** What is being pasted stays while everything around it is drawn anew. */
function sheetOf(userId) {
  if (!sheets.has(userId)) {
    const id = `sheet-${userId}`;
    sheets.set(userId, el("textarea", { id, rows: 3, spellcheck: "false", autocomplete: "off", placeholder: FORM, data: { coinex: id, testid: "whitelist-sheet" } }));
  }
  return sheets.get(userId);
}

async function take(picker, sheet) {
  const [file] = picker.files;
  if (file) sheet.value = await file.text();
  picker.value = "";
  sheet.focus();
}
