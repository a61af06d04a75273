/**
 * <live-updates data-socket="/c/lark/live/">: keeps the regions inside up to date while somebody reads.
 *
 * A region names its stream and how far it has come: data-live="question:42" data-version="7" data-live-fetch="address".
 * The socket says only "changed"; the region is then fetched through the ordinary view and merged part by part, so that
 * nothing jumps and no text that is being written is lost. New members of a [data-live-list] wait behind a bar.
 */

const IDLE_AFTER = 5 * 60_000;
const POLL_EVERY = 60_000;
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 60_000;
// A connection that ends sooner than this does not count as one that works.
const STEADY_AFTER = 10_000;
// Close codes of the server: it cannot use what this page says; it is too busy; the reader is somebody else by now.
const REFUSED = 1008;
const TRY_LATER = 1013;
const SIGNED_OUT = 4401;
// Many readers hear of one change at once; they do not all ask for it at once.
const SPREAD = 250;

class LiveUpdates extends HTMLElement {
  connectedCallback() {
    this.pause = FIRST_PAUSE;
    this.isOver = false;
    /** @type {WebSocket | null} */
    this.socket = null;
    /** @type {Map<string, number>} */
    this.waiting = new Map();
    /** @type {Map<string, Element>} */
    this.unseen = new Map();
    this.pageTitle = document.title;
    this.ends = new AbortController();
    const { signal } = this.ends;
    document.addEventListener("visibilitychange", () => this.visibilityChanged(), { signal });
    this.addEventListener("click", (event) => this.clicked(event), { signal });
    this.polling = setInterval(() => this.poll(), POLL_EVERY);
    this.connect();
  }

  disconnectedCallback() {
    this.ends?.abort();
    clearInterval(this.polling);
    clearTimeout(this.retry);
    clearTimeout(this.steady);
    this.socket?.close();
  }

  /** @returns {HTMLElement[]} */
  get regions() {
    return [...this.querySelectorAll("[data-live]")].map((region) => /** @type {HTMLElement} */ (region));
  }

  /** @param {string | undefined} stream */
  region(stream) {
    return this.regions.find((region) => region.dataset.live === stream);
  }

  /* Connection ----------------------------------------------------------------------------------------------------- */

  connect() {
    if (this.socket || this.isOver || !this.isConnected || !this.dataset.socket) return;
    const url = new URL(this.dataset.socket, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    this.socket = new WebSocket(url);
    this.socket.onopen = () => {
      this.steady = setTimeout(() => (this.pause = FIRST_PAUSE), STEADY_AFTER);
      const streams = this.regions.map((region) => [region.dataset.live, Number(region.dataset.version)]);
      this.socket?.send(JSON.stringify({ type: "subscribe", streams }));
    };
    this.socket.onmessage = (event) => this.heard(JSON.parse(event.data));
    this.socket.onclose = (event) => this.closed(event.code);
  }

  /**
   * Comes back later. After a sign-in or sign-out nothing on this page is sure any more: it stays as it is until the
   * reader loads it again.
   * @param {number} code
   */
  closed(code) {
    this.socket = null;
    clearTimeout(this.steady);
    this.isOver ||= code === SIGNED_OUT;
    if (code === REFUSED || code === TRY_LATER) this.pause = LONGEST_PAUSE;
    if (!document.hidden && !this.isOver) this.connectLater();
  }

  connectLater() {
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.connect(), this.pause * (0.5 + Math.random()));
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
  }

  /** Readers who are away for long give their socket back; what changed meanwhile is asked for when they return. */
  visibilityChanged() {
    clearTimeout(this.idle);
    if (document.hidden) this.idle = setTimeout(() => this.socket?.close(), IDLE_AFTER);
    else if (!this.socket) this.connect();
  }

  /** Without a socket (a proxy may forbid it) visible pages still look now and then. */
  poll() {
    if (document.hidden || this.isOver || this.socket?.readyState === WebSocket.OPEN) return;
    for (const region of this.regions) this.refresh(region.dataset.live ?? "");
  }

  /** @param {{type: string, stream?: string, version?: number, count?: number}} frame */
  heard(frame) {
    if (frame.type === "unread") showUnread(frame.count ?? 0);
    const region = this.region(frame.stream);
    if (frame.type !== "changed" || !region) return;
    if ((frame.version ?? Infinity) > Number(region.dataset.version)) this.refreshSoon(frame.stream ?? "");
  }

  /* Refreshing ----------------------------------------------------------------------------------------------------- */

  /** @param {string} stream */
  refreshSoon(stream) {
    if (this.waiting.has(stream)) return;
    this.waiting.set(stream, setTimeout(() => this.refresh(stream), Math.random() * SPREAD));
  }

  /** @param {string} stream */
  async refresh(stream) {
    clearTimeout(this.waiting.get(stream));
    this.waiting.delete(stream);
    const address = this.region(stream)?.dataset.liveFetch;
    if (!address) return;
    try {
      const response = await fetch(address, { headers: { "HX-Request": "true" } });
      if (!response.ok) return;
      const parsed = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = /** @type {HTMLElement | null} */ (parsed.querySelector("[data-live]"));
      // Looked up again: an action of the reader's own may have replaced the region meanwhile.
      const region = this.region(stream);
      if (fresh && region && Number(fresh.dataset.version) >= Number(region.dataset.version)) this.merge(region, fresh);
    } catch {
      // The next change or the next poll brings it.
    }
  }

  /**
   * @param {HTMLElement} region
   * @param {HTMLElement} fresh
   */
  merge(region, fresh) {
    region.dataset.version = fresh.dataset.version;
    for (const part of fresh.querySelectorAll("[data-live-part]")) {
      const shown = region.querySelector(`#${CSS.escape(part.id)}`);
      if (shown && !isBusy(shown) && signature(shown) !== signature(part)) {
        // A copy, because the lists below are still compared.
        replace(shown, /** @type {Element} */ (part.cloneNode(true)));
      }
    }
    for (const list of fresh.querySelectorAll("[data-live-list]")) {
      const shown = region.querySelector(`#${CSS.escape(list.id)}`);
      if (shown) this.mergeList(region, shown, list);
    }
  }

  /**
   * @param {HTMLElement} region
   * @param {Element} shown
   * @param {Element} fresh
   */
  mergeList(region, shown, fresh) {
    const ids = new Set([...fresh.children].map((item) => item.id));
    for (const item of [...shown.children]) if (!ids.has(item.id) && !isBusy(item)) item.remove();
    this.unseen.clear();
    for (const item of fresh.children) {
      if (!shown.querySelector(`#${CSS.escape(item.id)}`)) this.unseen.set(item.id, item);
    }
    this.order = [...ids];
    if (this.unseen.size && readsTheEnd(shown)) this.showUnseen(region);
    else this.announce(region);
  }

  /** @param {HTMLElement} region */
  announce(region) {
    const bar = /** @type {HTMLElement | null} */ (region.querySelector("[data-live-bar]"));
    const count = this.unseen.size;
    document.title = count ? `(${count}) ${this.pageTitle}` : this.pageTitle;
    if (!bar || Number(bar.dataset.count ?? 0) === count) return;
    bar.dataset.count = String(count);
    bar.replaceChildren();
    if (!count) return;
    const text = document.createElement("span");
    text.textContent = count === 1 ? bar.dataset.one ?? "" : (bar.dataset.many ?? "").replace("[count]", String(count));
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-small";
    button.dataset.liveShow = "";
    button.textContent = bar.dataset.show ?? "";
    bar.append(text, button);
  }

  /** @param {Event} event */
  clicked(event) {
    const button = /** @type {Element} */ (event.target).closest("[data-live-show]");
    const region = /** @type {HTMLElement | null | undefined} */ (button?.closest("[data-live]"));
    if (!region) return;
    const [first] = this.unseen.keys();
    this.showUnseen(region);
    const item = document.getElementById(first);
    if (!item) return;
    item.tabIndex = -1;
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: "center" });
  }

  /** @param {HTMLElement} region */
  showUnseen(region) {
    const list = region.querySelector("[data-live-list]");
    const order = this.order ?? [];
    for (const [id, item] of this.unseen) {
      const before = order.slice(0, order.indexOf(id)).reverse().map((each) => document.getElementById(each)).find(Boolean);
      item.classList.add("is-new");
      if (before) before.after(item);
      else list?.prepend(item);
      enliven(item);
    }
    this.unseen.clear();
    this.announce(region);
  }
}

/** @param {number} count of notices, for the badge on the inbox in the header */
function showUnread(count) {
  const badge = /** @type {HTMLElement | null} */ (document.querySelector("[data-unread]"));
  const words = /** @type {HTMLElement | null | undefined} */ (badge?.querySelector("[data-words]"));
  if (!badge || !words) return;
  badge.hidden = !count;
  /** @type {Element} */ (badge.firstElementChild).textContent = count > 99 ? "99+" : String(count);
  words.textContent = (words.dataset.words ?? "").replace("[count]", String(count));
}

/** @param {Element} element @returns {boolean} whether somebody is writing in it */
function isBusy(element) {
  const areas = [...element.querySelectorAll("textarea")];
  return areas.some((area) => area === document.activeElement || area.value !== area.defaultValue);
}

/**
 * What a part says, without what differs between two renderings of the same: tokens, and times in the reader's words.
 * @param {Element} element
 */
function signature(element) {
  const copy = /** @type {Element} */ (element.cloneNode(true));
  for (const token of copy.querySelectorAll("input[name=csrfmiddlewaretoken]")) token.remove();
  for (const time of copy.querySelectorAll("time")) time.replaceWith(time.dateTime);
  // Some browser extensions leave one behind on every field.
  for (const styled of copy.querySelectorAll("[style]")) styled.removeAttribute("style");
  for (const opened of copy.querySelectorAll("details[open]")) opened.removeAttribute("open");
  copy.classList.remove("is-new");
  return `${copy.className} ${copy.innerHTML}`.replace(/\s+/g, " ");
}

/**
 * @param {Element} shown
 * @param {Element} fresh
 */
function replace(shown, fresh) {
  const focused = shown.contains(document.activeElement) ? document.activeElement?.id : "";
  const opened = [...shown.querySelectorAll("details")].map((details) => details.open);
  shown.replaceWith(fresh);
  [...fresh.querySelectorAll("details")].forEach((details, index) => (details.open = opened[index] ?? false));
  enliven(fresh);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

/** @param {Element} element has just come into the page */
function enliven(element) {
  /** @type {any} */ (window).htmx?.process(element);
  element.dispatchEvent(new CustomEvent("peerdesk:added", { bubbles: true }));
}

/** @param {Element} list @returns {boolean} whether its end is on the screen and the reader is not writing */
function readsTheEnd(list) {
  if (document.activeElement?.matches("input, textarea, select")) return false;
  // The section around it: an empty list takes no room of its own.
  const end = (list.parentElement ?? list).getBoundingClientRect().bottom;
  return !document.hidden && end > 0 && end <= innerHeight;
}

customElements.define("live-updates", LiveUpdates);
