// Two keys for those who work at the desk all day. Without this file everything is reached by Tab.
"use strict";
(() => {
  const keys = document.querySelector(".keys");
  const toggle = keys.querySelector("button");
  const isTyping = (element) => element.closest("input, textarea, select, [contenteditable]");
  const show = () => toggle.setAttribute("aria-pressed", localStorage.getItem("desk-keys") !== "off");

  show();
  keys.hidden = false;
  toggle.addEventListener("click", () => {
    localStorage.setItem("desk-keys", localStorage.getItem("desk-keys") === "off" ? "on" : "off");
    show();
  });
  document.addEventListener("keydown", (event) => {
    const isSlash = event.key === "/" && !event.altKey && !event.ctrlKey && !event.metaKey;
    if (isSlash && !isTyping(event.target) && localStorage.getItem("desk-keys") !== "off") {
      event.preventDefault();
      document.getElementById("q").select();
    }
    if (event.altKey && event.code === "KeyS") {
      const form = document.querySelector(".note-form");
      if (form) {
        event.preventDefault();
        form.requestSubmit();
      }
    }
  });
})();
