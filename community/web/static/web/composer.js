/**
 * Help with writing: a toolbar, a preview, and drafts that stay in this browser until the text is sent.
 * Form and text area work without any of it.
 */

const KEPT_FOR = 30 * 24 * 3600 * 1000;
const SAVE_AFTER = 1000;

/* Toolbar ---------------------------------------------------------------------------------------------------------- */

/**
 * Puts marks around the selection, or takes away those that stand there. The browser's undo keeps working.
 * @param {HTMLTextAreaElement} area
 * @param {string} before
 * @param {string} after
 */
function surround(area, before, after) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const marked = value.slice(start - before.length, start) === before && value.slice(end, end + after.length) === after;
  const selected = value.slice(start, end);
  if (marked) {
    write(area, start - before.length, end + after.length, selected);
    area.setSelectionRange(start - before.length, end - before.length);
    return;
  }
  write(area, start, end, before + selected + after);
  area.setSelectionRange(start + before.length, end + before.length);
}

/**
 * Puts a mark in front of every selected line.
 * @param {HTMLTextAreaElement} area
 * @param {string} mark
 */
function prefix(area, mark) {
  const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const end = area.selectionEnd;
  const lines = area.value.slice(start, end).split("\n");
  const text = lines.map((line) => mark + line).join("\n");
  write(area, start, end, text);
  area.setSelectionRange(start + text.length, start + text.length);
}

/**
 * Replaces a range as typing would.
 * @param {HTMLTextAreaElement} area
 * @param {number} start
 * @param {number} end
 * @param {string} text
 */
function write(area, start, end, text) {
  area.focus();
  area.setSelectionRange(start, end);
  // execCommand alone keeps the browser's own undo; browsers that drop it one day lose only that.
  if (document.execCommand?.("insertText", false, text)) return;
  area.setRangeText(text, start, end, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

/** @type {Record<string, (area: HTMLTextAreaElement) => void>} */
const MARKS = {
  bold: (area) => surround(area, "**", "**"),
  link: (area) => surround(area, "[", "](https://)"),
  code: (area) => {
    const lines = area.value.slice(area.selectionStart, area.selectionEnd).includes("\n");
    if (lines) surround(area, "```\n", "\n```");
    else surround(area, "`", "`");
  },
  list: (area) => prefix(area, "- "),
  quote: (area) => prefix(area, "> "),
};
const MARK_KEYS = { b: "bold", k: "link", e: "code" };

/** @param {HTMLElement} editor */
function equip(editor) {
  const area = /** @type {HTMLTextAreaElement} */ (editor.querySelector("textarea"));
  const buttons = /** @type {HTMLButtonElement[]} */ ([...editor.querySelectorAll("[data-mark]")]);
  for (const button of buttons) button.addEventListener("click", () => MARKS[button.dataset.mark ?? ""](area));
  area.addEventListener("keydown", (event) => {
    const mark = MARK_KEYS[/** @type {"b" | "k" | "e"} */ (event.key)];
    if (!mark || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    event.preventDefault();
    MARKS[mark](area);
  });
  editor.querySelector("[role=toolbar]")?.addEventListener("keydown", (event) => walk(buttons, /** @type {KeyboardEvent} */ (event)));
  equipPreview(editor, area);
}

/**
 * One tab stop for the toolbar; arrow keys move inside it.
 * @param {HTMLButtonElement[]} buttons
 * @param {KeyboardEvent} event
 */
function walk(buttons, event) {
  const forward = getComputedStyle(buttons[0]).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const at = buttons.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
  const next = buttons[(at + (event.key === forward ? 1 : -1) + buttons.length) % buttons.length];
  for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
  next.focus();
}

/**
 * @param {HTMLElement} editor
 * @param {HTMLTextAreaElement} area
 */
function equipPreview(editor, area) {
  const writing = /** @type {HTMLElement} */ (editor.querySelector("[data-editor-write]"));
  const previewing = /** @type {HTMLElement} */ (editor.querySelector("[data-editor-preview]"));
  const preview = /** @type {HTMLElement} */ (editor.querySelector(".editor-preview"));
  /** @param {boolean} shown */
  const show = (shown) => {
    preview.hidden = !shown;
    area.hidden = shown;
    writing.setAttribute("aria-pressed", String(!shown));
    previewing.setAttribute("aria-pressed", String(shown));
  };
  previewing.addEventListener("click", () => show(true));
  writing.addEventListener("click", () => {
    show(false);
    area.focus();
  });
}

/* Drafts ----------------------------------------------------------------------------------------------------------- */

/** Keeps what is written in one form in this browser. Storage may be forbidden or full; then there are no drafts. */
class Draft {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.key = `peerdesk:draft:${new URL(form.action).pathname}`;
    this.status = /** @type {HTMLElement} */ (form.querySelector("[data-draft-status]"));
    this.discardButton = /** @type {HTMLButtonElement} */ (form.querySelector("[data-draft-discard]"));
    this.discardWords = this.discardButton.textContent ?? "";
    /** @type {Record<string, string> | null} */
    this.discarded = null;
    this.timer = 0;
    form.addEventListener("input", () => this.changed());
    this.discardButton.addEventListener("click", () => (this.discarded ? this.undo() : this.discard()));
    form.addEventListener("submit", () => clearTimeout(this.timer));
    if (!form.hasAttribute("hx-post")) form.addEventListener("submit", () => this.forget());
    addEventListener("pagehide", () => this.save());
    this.restore();
  }

  /** @returns {(HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement)[]} what a person fills in */
  get fields() {
    const fields = /** @type {HTMLInputElement[]} */ ([...this.form.elements]);
    return fields.filter((field) => field.name && !["hidden", "submit", "button", "radio"].includes(field.type));
  }

  /** @returns {Record<string, string>} */
  get values() {
    return Object.fromEntries(this.fields.map((field) => [field.name, field.value]));
  }

  /** @param {Record<string, string>} values */
  set values(values) {
    for (const field of this.fields) if (field.name in values) field.value = values[field.name];
  }

  get isEmpty() {
    return this.fields.every((field) => field instanceof HTMLSelectElement || !field.value.trim());
  }

  changed() {
    this.discarded = null;
    this.discardButton.textContent = this.discardWords;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save() && this.tell("saved"), SAVE_AFTER);
  }

  /** @returns {boolean} whether something was kept */
  save() {
    clearTimeout(this.timer);
    if (!this.form.isConnected || this.sent) return false;
    if (this.isEmpty) {
      this.forget();
      return false;
    }
    try {
      localStorage.setItem(this.key, JSON.stringify({ at: Date.now(), values: this.values }));
    } catch {
      return false;
    }
    this.discardButton.hidden = false;
    return true;
  }

  /** A form that came back from the server, or holds text already, is newer than any draft. */
  restore() {
    let kept;
    try {
      kept = JSON.parse(localStorage.getItem(this.key) ?? "null");
    } catch {
      return;
    }
    if (!kept || Date.now() - kept.at > KEPT_FOR || !this.isEmpty) return;
    this.values = kept.values;
    this.discardButton.hidden = false;
    this.tell("restored");
  }

  discard() {
    this.discarded = this.values;
    for (const field of this.fields) if (!(field instanceof HTMLSelectElement)) field.value = "";
    try {
      localStorage.removeItem(this.key);
    } catch {
      return;
    }
    this.discardButton.textContent = this.discardButton.dataset.undo ?? "";
    this.tell("discarded");
  }

  undo() {
    this.values = this.discarded ?? {};
    this.discarded = null;
    this.discardButton.textContent = this.discardWords;
    this.save();
    this.tell("restored");
  }

  /** The text is with the server now. */
  forget() {
    this.sent = !this.isEmpty;
    clearTimeout(this.timer);
    try {
      localStorage.removeItem(this.key);
    } catch {
      // Nothing was kept.
    }
    this.discardButton.hidden = true;
  }

  /** @param {"saved" | "restored" | "discarded"} what */
  tell(what) {
    this.status.textContent = this.status.dataset[what] ?? "";
  }
}

/* Start ------------------------------------------------------------------------------------------------------------ */

/** @type {WeakSet<Element>} */
const known = new WeakSet();

/** @param {ParentNode} within */
function start(within) {
  for (const editor of /** @type {NodeListOf<HTMLElement>} */ (within.querySelectorAll("[data-editor]"))) {
    if (!known.has(editor)) equip(editor);
    known.add(editor);
  }
  for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (within.querySelectorAll("form[data-draft]"))) {
    if (!known.has(form)) watch(form);
    known.add(form);
  }
}

/** @param {HTMLFormElement} form */
function watch(form) {
  const draft = new Draft(form);
  form.addEventListener("htmx:afterRequest", (event) => {
    const { elt, successful } = /** @type {CustomEvent} */ (event).detail;
    if (elt === form && successful) draft.forget();
  });
  form.addEventListener("peerdesk:quote", (event) => {
    const area = /** @type {HTMLTextAreaElement} */ (form.querySelector("textarea"));
    const lines = /** @type {CustomEvent} */ (event).detail.split("\n");
    const gap = area.value && !area.value.endsWith("\n\n") ? "\n\n" : "";
    const quoted = lines.map((/** @type {string} */ line) => `> ${line}`).join("\n");
    write(area, area.value.length, area.value.length, `${gap}${quoted}\n\n`);
  });
}

start(document);
document.addEventListener("htmx:load", (event) => start(/** @type {Element} */ (event.target)));
