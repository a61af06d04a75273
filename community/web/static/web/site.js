/**
 * What every page does where JavaScript runs: times in the reader's own zone, the colour switch without a reload, menus,
 * short messages, single-key shortcuts. Everything also works without it.
 *
 * Other modules announce new content with the event "peerdesk:added" and speak to the reader with "peerdesk:say".
 */

const root = document.documentElement;
const words = /** @type {HTMLTemplateElement} */ (document.getElementById("words")).dataset;

/* Times ------------------------------------------------------------------------------------------------------------ */

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
// In milliseconds: the clock of a community that somebody tries out may have been moved on.
const AHEAD = 1000 * Number(root.dataset.clockAhead ?? 0);
// The reader's own kind of English, or of whichever language the page is in.
const locale = navigator.languages.find((each) => each.split("-")[0] === root.lang.split("-")[0]) ?? root.lang;
const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
const date = new Intl.DateTimeFormat(locale, { dateStyle: "medium" });
const dateAndTime = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short" });

/**
 * @param {number} seconds
 * @returns {string} such as "3 hours ago"
 */
function ago(seconds) {
  if (seconds < MINUTE) return relative.format(0, "second");
  if (seconds < HOUR) return relative.format(-Math.floor(seconds / MINUTE), "minute");
  if (seconds < DAY) return relative.format(-Math.floor(seconds / HOUR), "hour");
  return relative.format(-Math.floor(seconds / DAY), "day");
}

/**
 * @param {Date} moment
 * @param {number} seconds since then; what is still to come is a date, and before long a time of day
 */
function when(moment, seconds) {
  if (seconds < -2 * DAY || seconds >= 7 * DAY) return date.format(moment);
  // A reader's clock that is a little late makes nothing of the past a thing to come.
  return seconds < -MINUTE ? dateAndTime.format(moment) : ago(Math.max(0, seconds));
}

/**
 * @param {number} seconds
 * @returns {string} such as "1 h 12 min", from a minute on, in the words of community/web/durations.py
 */
function span(seconds) {
  const minutes = Math.floor(seconds / MINUTE);
  const hours = Math.floor(minutes / 60);
  if (!hours) return fill(words.minutes, { minutes });
  if (hours >= 48) return new Intl.NumberFormat(locale, { style: "unit", unit: "day", unitDisplay: "long" }).format(Math.floor(hours / 24));
  return minutes % 60 ? fill(words.hoursMinutes, { hours, minutes: minutes % 60 }) : fill(words.hours, { hours });
}

/**
 * @param {string | undefined} pattern with names in brackets, such as "[minutes] min"
 * @param {Record<string, number>} values
 */
function fill(pattern, values) {
  return (pattern ?? "").replace(/\[(\w+)\]/g, (_, name) => String(values[name]));
}

/**
 * @param {HTMLElement} element says how long somebody has waited, as {% waiting %} does
 * @param {number} seconds
 */
function showWaiting(element, seconds) {
  if (seconds < MINUTE) {
    element.textContent = words.justAsked ?? "";
    return;
  }
  const length = document.createElement("b");
  length.textContent = span(seconds);
  const [before, after] = (words.waiting ?? "").split("[time]");
  element.replaceChildren(before ?? "", length, after ?? "");
}

/** @param {ParentNode} within */
function localise(within) {
  for (const element of /** @type {NodeListOf<HTMLTimeElement>} */ (within.querySelectorAll("time[data-local]"))) {
    const moment = new Date(element.dateTime);
    const seconds = (Date.now() + AHEAD - moment.getTime()) / 1000;
    const kind = element.dataset.local;
    if (kind === "waiting") showWaiting(element, Math.max(0, seconds));
    else element.textContent = kind === "moment" ? when(moment, seconds) : date.format(moment);
    element.title = dateAndTime.format(moment);
  }
}

/* Messages --------------------------------------------------------------------------------------------------------- */

const SHOWN_FOR = 6000;

/** @param {HTMLElement} toast goes after a while, later when the reader is on it */
function expire(toast) {
  const close = document.createElement("button");
  close.type = "button";
  close.className = "icon-button";
  close.setAttribute("aria-label", words.dismiss ?? "");
  close.textContent = "×";
  close.addEventListener("click", () => toast.remove());
  toast.append(close);
  let timer = setTimeout(() => toast.remove(), SHOWN_FOR);
  const wait = () => clearTimeout(timer);
  const resume = () => {
    clearTimeout(timer);
    timer = setTimeout(() => toast.remove(), SHOWN_FOR);
  };
  toast.addEventListener("pointerenter", wait);
  toast.addEventListener("pointerleave", resume);
  toast.addEventListener("focusin", wait);
  toast.addEventListener("focusout", resume);
}

/**
 * @param {string} text
 * @param {"info" | "error"} kind
 */
function say(text, kind = "info") {
  const toast = document.createElement("div");
  toast.className = `toast toast-${kind}`;
  const sentence = document.createElement("p");
  sentence.textContent = text;
  toast.append(sentence);
  document.getElementById("toasts")?.append(toast);
  expire(toast);
}

document.addEventListener("peerdesk:say", (event) => say(/** @type {CustomEvent} */ (event).detail));

document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = /** @type {CustomEvent} */ (event).detail;
  const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
  say(page.querySelector("[data-error-sentence]")?.textContent?.trim() || words.failed || "", "error");
});
document.addEventListener("htmx:sendError", () => say(words.offline ?? "", "error"));
document.addEventListener("htmx:timeout", () => say(words.offline ?? "", "error"));

/* Colours: the server keeps the choice, the page shows it at once ------------------------------------------------------ */

document.querySelector("[data-scheme-form]")?.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.currentTarget);
  const chosen = /** @type {HTMLButtonElement} */ (/** @type {SubmitEvent} */ (event).submitter);
  if (chosen?.name !== "scheme") return;
  event.preventDefault();
  root.dataset.scheme = chosen.value;
  for (const button of form.querySelectorAll("[name=scheme]")) button.setAttribute("aria-pressed", String(button === chosen));
  fetch(form.action, { method: "POST", body: new URLSearchParams({ scheme: chosen.value }), redirect: "manual" });
});

/* Menus ------------------------------------------------------------------------------------------------------------ */

/** @param {EventTarget | null} inside stays open */
function closeMenus(inside = null) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!(inside instanceof Node && menu.contains(inside))) menu.removeAttribute("open");
  }
}

document.addEventListener("click", (event) => closeMenus(event.target));
document.addEventListener("focusin", (event) => closeMenus(event.target));
document.addEventListener("keydown", (event) => {
  const menu = document.querySelector("details[data-menu][open]");
  if (event.key !== "Escape" || !menu) return;
  closeMenus();
  menu.querySelector("summary")?.focus();
});

/* Keyboard --------------------------------------------------------------------------------------------------------- */

const KEYS_OFF = "peerdesk:keys-off";
const dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById("keys"));
const keysSwitch = /** @type {HTMLInputElement | null} */ (document.querySelector("[data-keys-switch]"));

/** Storage may be forbidden; then shortcuts are simply on. */
function keysAreOff() {
  try {
    return localStorage.getItem(KEYS_OFF) !== null;
  } catch {
    return false;
  }
}

if (keysSwitch) {
  keysSwitch.checked = !keysAreOff();
  keysSwitch.addEventListener("change", () => {
    try {
      if (keysSwitch.checked) localStorage.removeItem(KEYS_OFF);
      else localStorage.setItem(KEYS_OFF, "");
    } catch {
      keysSwitch.checked = true;
    }
  });
}

/** @param {number} step moves the focus along questions, answers or notices */
function moveAlong(step) {
  const rows = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-key-row]")]);
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const row = rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step];
  if (!row) return;
  const link = /** @type {HTMLElement | null} */ (row.querySelector("[data-key-open]"));
  if (!link) row.tabIndex = -1;
  (link ?? row).focus();
  row.scrollIntoView({ block: "nearest" });
}

/** Hands the selected text of a post to the answer form. */
function quote() {
  const selection = getSelection();
  const form = document.querySelector("[data-key-reply]");
  const node = selection?.anchorNode;
  const from = (node instanceof Element ? node : node?.parentElement)?.closest(".prose");
  const text = selection?.toString().trim();
  if (form && from && text) form.dispatchEvent(new CustomEvent("peerdesk:quote", { detail: text }));
}

/** @type {Record<string, () => void>} */
const SHORTCUTS = {
  "/": () => /** @type {HTMLElement | null} */ (document.querySelector("[data-key-search]"))?.focus(),
  "?": () => dialog?.showModal(),
  j: () => moveAlong(1),
  k: () => moveAlong(-1),
  o: () => document.activeElement?.closest("[data-key-row]")?.querySelector("a")?.click(),
  c: () => /** @type {HTMLElement | null} */ (document.querySelector(".ask-button"))?.click(),
  r: () => /** @type {HTMLElement | null} */ (document.querySelector("[data-key-reply] textarea"))?.focus(),
  q: quote,
  gh: () => /** @type {HTMLElement | null} */ (document.querySelector(".mark"))?.click(),
};

let pendingKey = "";

/** @param {KeyboardEvent} event */
function onKey(event) {
  const target = /** @type {HTMLElement} */ (event.target);
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    /** @type {HTMLFormElement | null} */ (target.closest("form[data-submit-keys]"))?.requestSubmit();
    return;
  }
  const typing = target.isContentEditable || target.matches("input, textarea, select");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || dialog?.open || keysAreOff()) return;
  const pressed = pendingKey + event.key;
  pendingKey = "";
  if (event.key === "g") {
    pendingKey = "g";
    setTimeout(() => (pendingKey = ""), 1000);
  }
  if (!(pressed in SHORTCUTS)) return;
  event.preventDefault();
  SHORTCUTS[pressed]();
}

document.addEventListener("keydown", onKey);
document.querySelector("[data-open-keys]")?.addEventListener("click", () => dialog?.showModal());

/* Small services --------------------------------------------------------------------------------------------------- */

document.addEventListener("click", (event) => {
  const link = /** @type {HTMLElement} */ (event.target).closest?.("a[data-permalink]");
  if (!link || !navigator.clipboard) return;
  navigator.clipboard.writeText(/** @type {HTMLAnchorElement} */ (link).href).then(() => say(words.copied ?? ""), () => {});
});

/** @param {ParentNode} within prepares what has just come into the page */
function prepare(within) {
  localise(within);
  for (const element of within.querySelectorAll("[data-needs-script]")) element.removeAttribute("hidden");
  /** @type {HTMLElement | null} */ (within.querySelector("[data-take-focus]"))?.focus();
}

root.dataset.script = "";
prepare(document);
for (const toast of document.querySelectorAll("[data-toast]")) expire(/** @type {HTMLElement} */ (toast));
setInterval(() => document.hidden || localise(document), 30_000);
for (const name of ["htmx:load", "peerdesk:added"]) {
  document.addEventListener(name, (event) => {
    const added = /** @type {HTMLElement} */ (event.target);
    if (added !== document.body) prepare(added);
  });
}
