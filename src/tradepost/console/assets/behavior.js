// What links and forms cannot do: copying, the keyboard, light and dark.
"use strict";

const dark = () =>
  (document.documentElement.dataset.theme ??
    (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";

function toggleTheme() {
  const chosen = dark() ? "light" : "dark";
  document.documentElement.dataset.theme = chosen;
  try {
    localStorage.setItem("tradepost-theme", chosen);
  } catch {
    // It holds until the page is left.
  }
}

async function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(source.textContent);
  } catch {
    getSelection().selectAllChildren(source);
    document.execCommand("copy");
  }
  const before = button.textContent;
  button.textContent = "Copied";
  setTimeout(() => (button.textContent = before), 1200);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.copy) copy(button);
  if ("themeToggle" in button.dataset) toggleTheme();
  if ("help" in button.dataset) document.getElementById("help").showModal();
});

let leader = 0;
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "g") {
    leader = Date.now();
    return;
  }
  if (Date.now() - leader < 1500) {
    leader = 0;
    document.querySelector(`nav a[data-key="${CSS.escape(event.key)}"]`)?.click();
    return;
  }
  if (event.key === "/") {
    event.preventDefault();
    document.querySelector("input[type=search]")?.focus();
  } else if (event.key === "t") {
    toggleTheme();
  } else if (event.key === "?") {
    document.getElementById("help").showModal();
  }
});

// Lists that grow keep to what a person reads.
document.addEventListener("htmx:afterSwap", () => {
  for (const list of document.querySelectorAll("[data-most]")) {
    while (list.children.length > Number(list.dataset.most)) list.lastElementChild.remove();
  }
});
