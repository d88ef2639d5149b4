/* The keyboard of the desk, and what the open candidate means for the list. Every address works without this file. */
(() => {
  const $ = (selector, within = document) => within.querySelector(selector);
  const OFF = "jobline-keys-off";
  const DWELL = 120; // Milliseconds: held down, j passes over lines without fetching each of them.
  let dwelling = 0;

  const lines = () => [...document.querySelectorAll("#desk-lines a[data-line]")];
  const opened = () => $("#detail [data-candidate]")?.dataset.candidate;
  const typing = (target) => target.matches("input:not([type=checkbox], [type=radio]), textarea, select");
  const keysOff = () => {
    try {
      return localStorage.getItem(OFF) === "1";
    } catch {
      return false;
    }
  };

  const mark = () => {
    const now = opened();
    for (const line of lines()) {
      if (line.dataset.line === now) line.setAttribute("aria-current", "true");
      else line.removeAttribute("aria-current");
    }
  };

  const move = (step) => {
    const all = lines();
    if (!all.length) return;
    const focused = all.indexOf(document.activeElement);
    const here = focused >= 0 ? focused : all.findIndex((line) => line.dataset.line === opened());
    const next = all[Math.min(Math.max(here + step, 0), all.length - 1)];
    next.focus();
    clearTimeout(dwelling);
    dwelling = setTimeout(() => next.dataset.line !== opened() && next.click(), DWELL);
  };

  const inList = (target) => target === document.body || target.matches("[data-line], #main-content, #detail, [data-focus]");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const { key, target } = event;
    if (key === "Escape") {
      const back = $("#detail [data-back]");
      if (back) return back.click();
      if (typing(target)) return target.blur();
      return (lines().find((line) => line.dataset.line === opened()) ?? lines()[0])?.focus();
    }
    if (typing(target)) return;
    if (key === "/" && !keysOff()) {
      event.preventDefault();
      return $("#desk-q")?.focus();
    }
    if (!lines().length || !inList(target)) return;
    const letters = keysOff() ? {} : { j: 1, k: -1 };
    const arrows = target.matches("[data-line]") || target === document.body ? { ArrowDown: 1, ArrowUp: -1 } : {};
    const step = letters[key] ?? arrows[key];
    if (step) {
      event.preventDefault();
      return move(step);
    }
    // Enter on the open candidate shows what would be sent; nothing is ever sent by this key alone.
    const onOpen = !target.matches("[data-line]") || target.dataset.line === opened();
    const suggest = $("#detail [data-suggest]");
    if (key === "Enter" && onOpen && suggest) {
      event.preventDefault();
      suggest.click();
    }
  });

  /* How many texts a message costs, as dialogs/gsm.py counts. */
  const BASIC = new Set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
  );
  const EXTENDED = new Set("^{}\\[~]|€\f");
  const measure = (text) => {
    const dear = [...text].find((sign) => !BASIC.has(sign) && !EXTENDED.has(sign));
    const size = dear ? text.length : text.length + [...text].filter((sign) => EXTENDED.has(sign)).length;
    const [one, part] = dear ? [70, 67] : [160, 153];
    const number = size <= one ? 1 : Math.ceil(size / part);
    return { dear, number, left: number === 1 ? one - size : number * part - size };
  };
  const count = (field) => {
    const { dear, number, left } = measure(field.value.replace(/\r?\n/g, "\n"));
    const words = (number === 1 ? field.dataset.one : field.dataset.more).replace("{number}", number).replace("{left}", left);
    document.getElementById(field.dataset.segments).textContent =
      words + (dear ? " · " + field.dataset.dear.replace("{sign}", dear) : "");
  };
  document.addEventListener("input", (event) => event.target.matches?.("[data-segments]") && count(event.target));

  document.addEventListener("change", (event) => {
    if (event.target.id !== "desk-keys-off") return;
    try {
      localStorage.setItem(OFF, event.target.checked ? "1" : "0");
    } catch {
      // A browser that keeps nothing keeps the keys as they are.
    }
  });

  // A sheet somebody has opened stays open, and words half written stay, when the candidate is fetched again.
  const busy = (part) => [...part.querySelectorAll("details[open], textarea")].some((each) => each.open || each.value !== each.defaultValue);
  const guard = () => {
    const card = $("#detail [data-candidate][id]");
    if (!card) return;
    const topic = (card.dataset.topic ??= card.dataset.live ?? "");
    if (busy(card)) card.removeAttribute("data-live");
    else if (topic) card.dataset.live = topic;
  };
  document.addEventListener("toggle", guard, true);
  document.addEventListener("input", guard);

  // A talk is read from its end, as on a phone.
  const toEnd = () => {
    const talk = $("#detail .desk-talk");
    if (talk) talk.scrollTop = talk.scrollHeight;
  };

  let latest = opened();
  const arrived = () => {
    mark();
    const now = opened();
    const onward = $("#detail [data-focus-fold], #detail [data-focus-inside] :is(input:not([type=hidden]), select, button)");
    // Moving through the list keeps the focus in the list; opening something in the candidate brings the focus there.
    if ($("#detail .desk-preview")) {
      $("#detail [data-focus]").focus({ preventScroll: true });
      scrollTo({ top: 0 });
    } else if (document.activeElement?.matches("[data-line]")) {
      if (now !== latest) scrollTo({ top: 0 });
    } else if (document.activeElement === document.body || !document.contains(document.activeElement)) {
      (onward ?? $("#detail [data-focus]"))?.focus({ preventScroll: !onward });
      if (onward) onward.scrollIntoView({ block: "nearest" });
      else scrollTo({ top: 0 });
    }
    latest = now;
  };

  document.addEventListener("htmx:after:swap", (event) => {
    const target = event.detail?.ctx?.target;
    if (target?.id === "detail") {
      $(".desk")?.classList.add("desk-chosen");
      arrived();
      toEnd();
    } else mark();
    // A list that was lengthened is not cut back to its first page by what happens elsewhere.
    if (event.target.closest?.(".desk-more") || target?.matches?.(".desk-more")) $("#desk-lines")?.removeAttribute("data-live");
  });

  const start = () => {
    const off = $("#desk-keys-off");
    if (off) off.checked = keysOff();
    for (const field of document.querySelectorAll("[data-segments]")) count(field);
    if (location.search.includes("mend=") || location.search.includes("open=")) arrived();
    toEnd();
    mark();
    $("#desk-lines [aria-current]")?.scrollIntoView({ block: "nearest" });
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
