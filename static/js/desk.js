// Keys for those who work at the desk all day. Without this file everything is reached by Tab.
"use strict";
(() => {
  const keys = document.querySelector(".keys");
  const toggle = keys.querySelector("[aria-pressed]");
  const help = document.getElementById("keys-help");
  const box = document.getElementById("q");
  const isOn = () => localStorage.getItem("desk-keys") !== "off";
  const isTyping = (element) => element.closest("input, textarea, select, [contenteditable]");
  const show = () => toggle.setAttribute("aria-pressed", isOn());

  // One key, outside fields only, and only while they are switched on (WCAG 2.1.4).
  const single = {
    "/": () => box.select(),
    "?": () => help.showModal(),
  };
  const withAlt = {
    KeyS: () => document.querySelector(".note-form")?.requestSubmit(),
    Digit1: () => column(0),
    Digit2: () => column(1),
    Digit3: () => column(2),
  };

  function column(nth) {
    document.querySelectorAll(".columns > section")[nth]?.querySelector("h2").focus();
  }

  // From the box down into what was found, from one to the next, and back.
  function along(step) {
    const hits = [...document.querySelectorAll(".hits a, .recent a")];
    const at = hits.indexOf(document.activeElement);
    if (!hits.length || (at < 0 && document.activeElement !== box)) return false;
    (hits[at + step] ?? (at + step < 0 ? box : document.activeElement)).focus();
    return true;
  }

  show();
  keys.hidden = false;
  toggle.addEventListener("click", () => {
    localStorage.setItem("desk-keys", isOn() ? "off" : "on");
    show();
  });
  keys.querySelector(".keys-open").addEventListener("click", single["?"]);
  document.addEventListener("keydown", (event) => {
    if (help.open || event.isComposing || event.ctrlKey || event.metaKey) return;
    let isOurs = false;
    if (event.altKey) {
      isOurs = event.code in withAlt;
      withAlt[event.code]?.();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      isOurs = along(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key in single && isOn() && !isTyping(event.target)) {
      isOurs = true;
      single[event.key]();
    }
    if (isOurs) event.preventDefault();
  });
})();
